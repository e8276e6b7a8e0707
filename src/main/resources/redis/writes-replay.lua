-- Sends a dead operation again, in its old place.
--
-- ARGV[1]  id
-- ARGV[2]  also where a newer write to its entity is done or under way (1/0)
-- ARGV[3]  most operations queued in all     ARGV[4]  most bytes queued in all
--
-- Returns  'ok', 'none', 'newer', 'full', or its state when it is not dead
-- Cost     O(log n).
local id = ARGV[1]
local op = call('HMGET', opkey(id), 'state', 'seq', 'res', 'guid', 'sid', 'size', 'client')
if not op[1] then return 'none' end
if op[1] ~= 'dead' then return op[1] end
local load = call('HMGET', STATE, 'n', 'bytes')
if num(load[1]) >= tonumber(ARGV[3]) or num(load[2]) + num(op[6]) > tonumber(ARGV[4]) then return 'full' end
local seq = tonumber(op[2])
local all = known_names(op[3], op[4], op[5], id)
for _, its in ipairs(all) do
  local ent = found(op[3], its)
  if ent and ARGV[2] ~= '1' then
    if num(call('HGET', entkey(ent), 'last')) > seq then return 'newer' end
    for _, one in ipairs(first(ent, MAX)) do
      if one[2] > seq and call('HGET', opkey(one[1]), 'state') == 'sending' then return 'newer' end
    end
  end
end
local ent = entity(op[3], all, false)
become(id, 'queued')
count(id, 1)
call('ZREM', P .. 'sweep', id)
call('HDEL', opkey(id), 'reason', 'problem', 'due', 'head', 'open')
call('DEL', P .. 'answer:' .. id)
call('HSET', opkey(id), 'att', 0, 'since', now, 'sent', 1, 'alone', 1)
call('ZADD', P .. 'box:' .. ent, seq, id)
schedule(ent)
return 'ok'
