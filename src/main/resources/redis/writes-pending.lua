-- Whether writes to some items, accepted so far or up to a sequence, are not over.
--
-- ARGV[1]  the sequence; 0 for the last one so far
-- ARGV[2]  the items, at most 100: [[resource, guid, systemId], …]
--
-- Returns  {sequence, 1 or 0}
-- Cost     O(log n) for each item.
local till = tonumber(ARGV[1])
if till == 0 then till = num(call('GET', KEYS[1])) end
for _, item in ipairs(cjson.decode(ARGV[2])) do
  for _, its in ipairs(known_names(item[1], item[2], item[3], '')) do
    local ent = found(item[1], its)
    local _, earliest
    if ent then _, earliest = head(ent) end
    if earliest and earliest <= till then return {till, 1} end
  end
end
return {till, 0}
