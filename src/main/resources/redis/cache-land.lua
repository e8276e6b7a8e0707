-- Keeps what a fetch has brought, and ends it.
--
-- KEYS[1]  entry: string, see StretchCodec for its form; expires when it serves no purpose any more
-- KEYS[2]  flight, see cache-claim.lua
-- ARGV[1]  who claims to own the flight; empty where the fetch was nobody else's concern
-- ARGV[2]  ticket of the fetch
-- ARGV[3]  milliseconds until the entry expires
-- ARGV[4]  the entry
--
-- Returns  1 when kept; 0 when the flight is another's by now, or a later fetch is kept already. Then nothing is written.
-- Cost     O(bytes of the entry).
if ARGV[1] ~= '' then
  if redis.call('HGET', KEYS[2], 'owner') ~= ARGV[1] then
    return 0
  end
  redis.call('DEL', KEYS[2])
end
if redis.call('TYPE', KEYS[1]).ok == 'string' then
  local head = redis.call('GETRANGE', KEYS[1], 0, 17)
  local later = string.sub(head, 1, 2) == 'F1' and tonumber(string.sub(head, 3))
  if later and later > tonumber(ARGV[2]) then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[3])
return 1
