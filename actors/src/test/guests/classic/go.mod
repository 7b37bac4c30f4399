module classic

go 1.23
