-- Gives an owner up that has been seen to stand still, and takes over what it was sending: as attempts whose outcome is
-- open. From the first run on the owner can settle nothing.
--
-- ARGV[1]  owner to be given up
-- ARGV[2]  its lease as it was seen to stand still, or x
-- ARGV[3]  ms of the hold     ARGV[4]  most attempts     ARGV[5]  most ms of age     ARGV[6]  problem (JSON)
-- ARGV[7]  ms for which the owner may still be heard of
--
-- Returns  {claims taken over, whether there are more (1/0)}; {-1, 0} when the beat has moved on
-- Cost     O(log n) for each operation of at most 100 (one claim more may begin below that).
local owner = ARGV[1]
local lease = call('HGET', P .. 'lease', owner)
if lease ~= ARGV[2] then return {-1, 0} end
call('HSET', P .. 'lease', owner, 'x')
local taken, touched = 0, 0
for _, token in ipairs(call('ZRANGE', P .. 'claims:' .. owner, 0, MAX - 1)) do
  if touched >= MAX then break end
  local ids = cjson.decode(call('HGET', P .. 'claim:' .. token, 'ops'))
  local ent = entity_of(ids[1])
  end_claim(owner, token, ent)
  local e = call('HMGET', entkey(ent), 'lost', 'lostseq')
  local seq = tonumber(call('HGET', opkey(ids[1]), 'seq'))
  local since = num(e[1]) > now and math.min(seq, tonumber(e[2] or '') or seq) or seq
  call('HSET', entkey(ent), 'lost', now + tonumber(ARGV[7]), 'lostseq', since)
  keep(ent, now + tonumber(ARGV[7]))
  again(ent, ids, now, true, tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6])
  settled(ent)
  taken, touched = taken + 1, touched + #ids
end
local more = call('EXISTS', P .. 'claims:' .. owner)
if more == 0 then call('HDEL', P .. 'lease', owner) end
return {taken, more}
