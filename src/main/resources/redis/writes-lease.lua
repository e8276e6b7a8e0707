-- The lease of a replica: a beat that others see move, or stand still.
--
-- ARGV[1]  beat, first or leave
-- ARGV[2]  owner: the replica, and how often it has begun anew
-- ARGV[3]  ms for which its beat has to stand still before it may be given up
--
-- Returns  after beat and first: every owner and its beat, as owner, `<beat>/<ms>` or x for one that is given up, …; an
--          empty list when the own one is given up or gone. After leave: 'ok'. A leaver that still has claims is treated as
--          given up, so that they are taken over at once.
-- Cost     O(replicas).
local leases, owner = P .. 'lease', ARGV[2]
local mine = call('HGET', leases, owner)
if ARGV[1] == 'leave' then
  if call('EXISTS', P .. 'claims:' .. owner) == 1 then
    call('HSET', leases, owner, 'x')
  else
    call('HDEL', leases, owner)
  end
  return 'ok'
end
if mine == 'x' or not mine and ARGV[1] ~= 'first' then return {} end
call('HSET', leases, owner, num(mine and string.match(mine, '^%d+')) + 1 .. '/' .. ARGV[3])
return call('HGETALL', leases)
