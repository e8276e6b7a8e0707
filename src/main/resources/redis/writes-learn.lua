-- Takes note of names that Frontu has shown to belong together, which unites what was taken for two.
--
-- ARGV[1]  resource, then guid and systemId of each pair, at most 100 pairs
--
-- Returns  pairs noted
-- Cost     O(1) for each pair; for one that unites two entities, for each of at most 100 operations.
for i = 2, #ARGV, 2 do
  local ent = entity(ARGV[1], {'g:' .. ARGV[i], 's:' .. ARGV[i + 1]}, true)
  call('HSET', entkey(ent), 'seen', 1)
  keep(ent, now + DAY)
end
return (#ARGV - 1) / 2
