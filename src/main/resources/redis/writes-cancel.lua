-- Takes back an operation that is still queued.
--
-- ARGV[1]  id
--
-- Returns  'ok', 'none', its state when it is not queued, or 'together' when it was sent together with others
-- Cost     O(log n), and for each of at most 100 entities that waited.
local id = ARGV[1]
local op = call('HMGET', opkey(id), 'state', 'set', 'with')
if not op[1] then return 'none' end
if op[1] ~= 'queued' then return op[1] end
if op[2] or op[3] then return 'together' end
local ent = entity_of(id)
over(ent, id, 'cancelled')
settled(ent)
return 'ok'
