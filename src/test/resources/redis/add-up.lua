-- For tests: adds a number to a counter. KEYS[1] the counter, ARGV[1] the number. Returns the sum.
return redis.call('INCRBY', KEYS[1], ARGV[1])
