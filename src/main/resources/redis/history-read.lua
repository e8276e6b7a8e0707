-- Reads half minutes of the last hour.
--
-- KEYS     fg:{h}:<number>, see history-note.lua; at most 120
--
-- Returns  for each key its fields and values in turn; nothing for one that is not there
-- Cost     O(all fields), a few thousand
local found = {}
for i = 1, #KEYS do
  found[i] = redis.call('HGETALL', KEYS[i])
end
return found
