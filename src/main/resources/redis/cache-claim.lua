-- Claims a fetch from Frontu that many may want, or tells who has it.
--
-- KEYS[1]  flight: hash of owner, beat, sent, followed, urgent, failed. Expires by itself: it is worth nothing once nobody
--          waits.
-- KEYS[2…] entries where what it would bring may be kept already, see cache-land.lua
-- ARGV[1]  who claims
-- ARGV[2]  the owner that the claimant has waited for; empty if it has not waited
-- ARGV[3]  that owner's beat, where the claimant has seen it stand still for a whole lease; else empty
-- ARGV[4]  1 if a caller waits for the outcome, else 0
-- ARGV[5]  milliseconds until the key expires
--
-- Returns  {1, ticket, entry…} when claimed, the ticket being microseconds of Redis' clock as text, with an entry or nil for
--          each key; {0, owner, beat, sent} when another has it, sent being 1 once that has asked Frontu; {2, outcome} when
--          the owner waited for has failed, and with what.
--          Who claims what is his already gets it again, with a later ticket.
-- Cost     O(bytes of the entries).
local kind = redis.call('TYPE', KEYS[1]).ok
-- What is no hash is nothing of ours.
if kind ~= 'hash' and kind ~= 'none' then redis.call('DEL', KEYS[1]) end
local flight = redis.call('HMGET', KEYS[1], 'owner', 'beat', 'failed', 'sent')
local owner, beat, failed, sent = flight[1], flight[2], flight[3], flight[4]
if failed and ARGV[2] ~= '' and owner == ARGV[2] then
  return {2, failed}
end
local stands_still = ARGV[3] ~= '' and owner == ARGV[2] and beat == ARGV[3]
if owner and not failed and owner ~= ARGV[1] and not stands_still then
  redis.call('HSET', KEYS[1], 'followed', '1')
  if ARGV[4] == '1' then
    redis.call('HSET', KEYS[1], 'urgent', '1')
  end
  return {0, owner, beat, sent or '0'}
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'beat', '0')
redis.call('PEXPIRE', KEYS[1], ARGV[5])
local time = redis.call('TIME')
local claimed = {1, string.format('%.0f', time[1] * 1000000 + time[2])}
for i = 2, #KEYS do
  -- What is no string is nothing of ours.
  claimed[i + 1] = redis.call('TYPE', KEYS[i]).ok == 'string' and redis.call('GET', KEYS[i])
end
return claimed
