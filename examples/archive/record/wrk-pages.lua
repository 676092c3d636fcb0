-- Requests the paths of a list at a reader's pace: a thread's calls are at least 5 to 45 ms apart.
-- The list is in WRK_PATHS, one path a line. wrk sends no User-Agent of its own, and neither does this.
local paths = {}
for line in io.lines(os.getenv("WRK_PATHS")) do
  paths[#paths + 1] = line
end

local counter = 0

function setup(thread)
  thread:set("seed", counter)
  counter = counter + 1
end

function init()
  math.randomseed(os.time() + seed)
end

function request()
  return wrk.format("GET", paths[math.random(#paths)])
end

function delay()
  return math.random(5, 45)
end
