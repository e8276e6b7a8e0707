-- Ends a fetch that has brought nothing to keep.
--
-- KEYS[1]  flight, see cache-claim.lua
-- ARGV[1]  who claims to own it
-- ARGV[2]  an outcome that those who wait share; empty for none: then one of them asks in its turn
-- ARGV[3]  milliseconds for which they can find the outcome
-- ARGV[4]  channel on which those who wait are told, if there are any
-- ARGV[5]  what they are told
--
-- Returns  1 when ended; 0 when it is another's.
-- Cost     O(1).
local flight = redis.call('HMGET', KEYS[1], 'owner', 'followed')
if flight[1] ~= ARGV[1] then
  return 0
end
if ARGV[2] == '' then
  redis.call('DEL', KEYS[1])
else
  redis.call('HSET', KEYS[1], 'failed', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
if flight[2] then
  redis.call('PUBLISH', ARGV[4], ARGV[5])
end
return 1
