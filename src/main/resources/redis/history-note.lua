-- Adds what one replica has seen to one half minute of the last hour, which all replicas write together.
--
-- KEYS[1]   fg:{h}:<number of the half minute since 1970>: hash, field -> number or text. Expires, and may be evicted: it is
--           for charts only.
-- ARGV[1]   seconds for which it is kept
-- ARGV[2…]  triples of how, field and value: '+' adds a whole number, '^' keeps the larger number, '=' replaces
--
-- Returns   nothing
-- Cost      O(triples), a few dozen
for i = 2, #ARGV, 3 do
  local how, field, value = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if how == '+' then
    redis.call('HINCRBY', KEYS[1], field, value)
  else
    local before = how == '^' and redis.call('HGET', KEYS[1], field)
    if not before or tonumber(value) > tonumber(before) then
      redis.call('HSET', KEYS[1], field, value)
    end
  end
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
