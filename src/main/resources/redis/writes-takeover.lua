-- Gives an owner up that has been seen to stand still, and takes over what it was sending: as attempts whose outcome is
-- open. From the first run on the owner can settle nothing. Which resources a claim may have changed is said before the
-- claim is ended, so that whoever takes over can tell it before an operation is shown as over.
--
-- ARGV[1]  owner to be given up
-- ARGV[2]  its lease as it was seen to stand still, or x
-- ARGV[3]  ms of the hold     ARGV[4]  most attempts     ARGV[5]  most ms of age     ARGV[6]  problem (JSON)
-- ARGV[7]  ms for which the owner may still be heard of
-- further  tokens of claims that are to be ended, as an earlier run returned them
--
-- Returns  claims that are to be ended next, as token, resource, …; empty when there are none, or the beat has moved on
-- Cost     O(log n) for each operation of at most 100 (one claim more may begin below that), twice.
local owner = ARGV[1]
if call('HGET', P .. 'lease', owner) ~= ARGV[2] then return {} end
call('HSET', P .. 'lease', owner, 'x')

for i = 8, #ARGV do
  local claim = call('HMGET', P .. 'claim:' .. ARGV[i], 'owner', 'ops')
  if claim[1] == owner then
    local ids = cjson.decode(claim[2])
    local ent = entity_of(ids[1])
    end_claim(owner, ARGV[i], ent)
    local e = call('HMGET', entkey(ent), 'lost', 'lostseq')
    local seq = tonumber(call('HGET', opkey(ids[1]), 'seq'))
    local since = num(e[1]) > now and math.min(seq, tonumber(e[2] or '') or seq) or seq
    call('HSET', entkey(ent), 'lost', now + tonumber(ARGV[7]), 'lostseq', since)
    keep(ent, now + tonumber(ARGV[7]))
    again(ent, ids, now, true, tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6], 1)
    settled(ent)
  end
end

local left, touched = {}, 0
for _, token in ipairs(call('ZRANGE', P .. 'claims:' .. owner, 0, MAX - 1)) do
  if touched >= MAX then break end
  local ids = cjson.decode(call('HGET', P .. 'claim:' .. token, 'ops'))
  touched = touched + #ids
  left[#left + 1], left[#left + 2] = token, call('HGET', opkey(ids[1]), 'res')
end
if #left == 0 then call('HDEL', P .. 'lease', owner) end
return left
