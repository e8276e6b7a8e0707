-- Takes note of names that Frontu has shown to belong together, which unites what was taken for two.
--
-- ARGV[1]  resource     ARGV[2]  all, or needed: of pairs of which no name leads to an entity only the names are remembered
-- then guid and systemId of each pair, at most 100 pairs
--
-- Returns  pairs noted; what was known before is not noted again where only what is needed is
-- Cost     O(1) for each pair; for one that unites two entities, for each of at most 100 operations.
local function needed(by_guid, by_system_id)
  local a, b = found(ARGV[1], by_guid), found(ARGV[1], by_system_id)
  if not a and not b then return false end
  if a ~= b then return true end
  local known = call('HMGET', entkey(a), 'n:' .. by_guid, 'n:' .. by_system_id, 'seen', 's:' .. string.sub(by_guid, 3))
  return known[1] ~= '1' or known[2] ~= '1' or not known[3] or known[4] ~= string.sub(by_system_id, 3)
end

local noted = 0
for i = 3, #ARGV, 2 do
  local by_guid, by_system_id = 'g:' .. ARGV[i], 's:' .. ARGV[i + 1]
  remember(ARGV[1], ARGV[i], ARGV[i + 1])
  if ARGV[2] == 'all' or needed(by_guid, by_system_id) then
    local ent = entity(ARGV[1], {by_guid, by_system_id}, true)
    call('HSET', entkey(ent), 'seen', 1)
    renamed(ent, ARGV[i], ARGV[i + 1])
    keep(ent, now + DAY)
    noted = noted + 1
  end
end
return noted
