-- What every request of the load says, and how long a connection waits between two of them:
--   wrk … -s request.lua URL -- CODING TAG PAUSE
-- CODING is the Accept-Encoding; TAG an entity tag that is held, or "-"; PAUSE the mean pause in milliseconds.
local pause = 0

function init(arguments)
  wrk.headers["Authorization"] = "Bearer demo-key"
  wrk.headers["Accept"] = "application/json"
  wrk.headers["Accept-Encoding"] = arguments[1]
  if arguments[2] ~= "-" then
    wrk.headers["If-None-Match"] = arguments[2]
  end
  pause = tonumber(arguments[3] or "0")
  if pause > 0 then
    -- Spread, so that the connections do not send in step.
    function delay()
      return math.random(0, 2 * pause)
    end
  end
end
