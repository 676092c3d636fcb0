module scrub

go 1.24
