-- Operations of a filter, the newest first, out of the next 100.
--
-- ARGV[1]  the sorted set to look through: all, of:<client> or st:<state>
-- ARGV[2]  only sequences below this
-- ARGV[3]  client, ARGV[4] resource, ARGV[5] state, ARGV[6] reason; empty for any
--
-- Returns  {lowest sequence looked at, or 0 at the end; id, sequence, …}
-- Cost     O(log n), and for each of the 100.
local some = call('ZREVRANGEBYSCORE', P .. ARGV[1], '(' .. ARGV[2], '-inf', 'WITHSCORES', 'LIMIT', 0, MAX)
local results = {#some == 2 * MAX and some[#some] or '0'}
for i = 1, #some, 2 do
  local op = call('HMGET', opkey(some[i]), 'client', 'res', 'state', 'reason')
  local fits = true
  for j = 1, 4 do fits = fits and (ARGV[2 + j] == '' or op[j] == ARGV[2 + j]) end
  if fits then
    results[#results + 1] = some[i]
    results[#results + 1] = some[i + 1]
  end
end
return results
