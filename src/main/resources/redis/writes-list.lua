-- Operations of a filter, the newest or the oldest first, out of the next 100.
--
-- ARGV[1]  the sorted set to look through: all, of:<client> or st:<state>
-- ARGV[2]  below (the newest first) or above     ARGV[3]  the sequence that is meant
-- ARGV[4]  client, ARGV[5] resource, ARGV[6] state, ARGV[7] reason; empty for any
--
-- Returns  {last sequence looked at, or 0 at the end; id, sequence, …}
-- Cost     O(log n), and for each of the 100.
local set, from = P .. ARGV[1], '(' .. ARGV[3]
local some
if ARGV[2] == 'below' then
  some = call('ZREVRANGEBYSCORE', set, from, '-inf', 'WITHSCORES', 'LIMIT', 0, MAX)
else
  some = call('ZRANGEBYSCORE', set, from, '+inf', 'WITHSCORES', 'LIMIT', 0, MAX)
end
local results = {#some == 2 * MAX and some[#some] or '0'}
for i = 1, #some, 2 do
  local op = call('HMGET', opkey(some[i]), 'client', 'res', 'state', 'reason')
  local fits = true
  for j = 1, 4 do fits = fits and (ARGV[3 + j] == '' or op[j] == ARGV[3 + j]) end
  if fits then
    results[#results + 1] = some[i]
    results[#results + 1] = some[i + 1]
  end
end
return results
