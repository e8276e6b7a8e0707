-- Ends a fetch that has brought nothing to keep.
--
-- KEYS[1]  flight, see cache-claim.lua
-- ARGV[1]  who claims to own it
-- ARGV[2]  an outcome that those who wait share; empty for none: then one of them asks in its turn
-- ARGV[3]  milliseconds for which they can find the outcome
--
-- Returns  1 when ended; 0 when it is another's.
-- Cost     O(1).
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then
  return 0
end
if ARGV[2] == '' then
  redis.call('DEL', KEYS[1])
else
  redis.call('HSET', KEYS[1], 'failed', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 1
