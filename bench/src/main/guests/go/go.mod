module calls

go 1.23
