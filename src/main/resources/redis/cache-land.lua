-- Keeps what a fetch has brought, and ends it.
--
-- KEYS[1]  entry: string, see StretchCodec for its form; expires when it serves no purpose any more
-- KEYS[2]  flight, see cache-claim.lua
-- ARGV[1]  who claims to own the flight; empty where the fetch was nobody else's concern
-- ARGV[2]  ticket of the fetch
-- ARGV[3]  milliseconds until the entry expires
-- ARGV[4]  the entry
-- ARGV[5]  channel on which those who wait for the flight are told, if there are any
-- ARGV[6]  what they are told
--
-- Returns  1 when kept, also when it was kept before; 0 when the flight is another's by now, or a later fetch is kept already.
--          Then nothing is written.
-- Cost     O(bytes of the entry).
local kept
if redis.call('TYPE', KEYS[1]).ok == 'string' then
  local head = redis.call('GETRANGE', KEYS[1], 0, 17)
  kept = string.sub(head, 1, 2) == 'F2' and tonumber(string.sub(head, 3))
  local time = redis.call('TIME')
  -- Begun in a minute or later: no fetch of ours, and it would keep its place for ever.
  if kept and kept > time[1] * 1000000 + 60000000 then kept = nil end
end
local followed
if ARGV[1] ~= '' then
  local flight = redis.call('HMGET', KEYS[2], 'owner', 'followed')
  if flight[1] ~= ARGV[1] then
    return kept == tonumber(ARGV[2]) and 1 or 0
  end
  followed = flight[2]
  redis.call('DEL', KEYS[2])
end
if kept and kept > tonumber(ARGV[2]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[3])
if followed then
  redis.call('PUBLISH', ARGV[5], ARGV[6])
end
return 1
