-- Stops and resumes an account whose key Frontu does not take.
--
-- ARGV[1]  pause, probe or resume
-- ARGV[2]  pause and probe: a fingerprint of the key
-- ARGV[3]  pause: Frontu's status; probe: ms between two probes with one key
--
-- Returns  pause and resume: 'ok'; probe: 'none' when nothing is paused, 'wait', or 'probe' for the one who is to try now
-- Cost     O(1).
local pause = P .. 'pause'
if ARGV[1] == 'pause' then
  call('HSETNX', pause, 'since', now)
  call('HSET', pause, 'status', ARGV[3], 'key', ARGV[2], 'f:' .. ARGV[2], now)
elseif ARGV[1] == 'resume' then
  call('DEL', pause)
else
  if call('EXISTS', pause) == 0 then return 'none' end
  local tried = num(call('HGET', pause, 'f:' .. ARGV[2]))
  if now - tried < tonumber(ARGV[3]) then return 'wait' end
  call('HSET', pause, 'f:' .. ARGV[2], now)
  return 'probe'
end
return 'ok'
