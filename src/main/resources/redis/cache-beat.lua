-- Shows that the owner of a fetch lives.
--
-- KEYS[1]  flight, see cache-claim.lua
-- ARGV[1]  who claims to own it
-- ARGV[2]  milliseconds until the key expires
-- ARGV[3]  1 if Frontu has been asked, else 0
--
-- Returns  0 when somebody else owns it; 1 when not; 2 when somebody waits for it who is in a hurry.
-- Cost     O(1).
local flight = redis.call('HMGET', KEYS[1], 'owner', 'urgent', 'failed')
if flight[1] ~= ARGV[1] or flight[3] then
  return 0
end
redis.call('HINCRBY', KEYS[1], 'beat', 1)
if ARGV[3] == '1' then
  redis.call('HSET', KEYS[1], 'sent', '1')
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return flight[2] and 2 or 1
