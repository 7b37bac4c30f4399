package main

import (
	"crypto/rand"
	"encoding/binary"
	"strconv"
	"unsafe"
)

//go:wasmimport parigot register_
func register(length int32, request, response, failure unsafe.Pointer) int64

//go:wasmimport parigot bind_method_
func bindMethod(length int32, request, response, failure unsafe.Pointer) int64

//go:wasmimport parigot export_
func export(length int32, request, response, failure unsafe.Pointer) int64

//go:wasmimport parigot require_
func require(length int32, request, response, failure unsafe.Pointer) int64

//go:wasmimport parigot launch_
func launchCall(length int32, request, response, failure unsafe.Pointer) int64

//go:wasmimport parigot locate_
func locate(length int32, request, response, failure unsafe.Pointer) int64

//go:wasmimport parigot dispatch_
func dispatch(length int32, request, response, failure unsafe.Pointer) int64

//go:wasmimport parigot return_value_
func returnValue(length int32, request, response, failure unsafe.Pointer) int64

//go:wasmimport parigot read_one_
func readOne(length int32, request, response, failure unsafe.Pointer) int64

//go:wasmimport parigot exit_
func exit(length int32, request, response, failure unsafe.Pointer) int64

type systemCall func(length int32, request, response, failure unsafe.Pointer) int64

var room [4096]byte

// ask makes a system call. The answer is a copy.
func ask(call systemCall, request []byte) ([]byte, int32) {
	failure := int32(-1)
	result := uint64(call(int32(len(request)), unsafe.Pointer(unsafe.SliceData(request)),
		unsafe.Pointer(&room), unsafe.Pointer(&failure)))
	length := result >> 32
	if failure == 0 && length > 0 && uint32(result) != uint32(uintptr(unsafe.Pointer(&room))) {
		fail("an answer stands where no room is")
	}
	return append([]byte{}, room[:length]...), failure
}

func must(name string, call systemCall, request []byte) message {
	answer, failure := ask(call, request)
	if failure != 0 {
		fail(name + " answered " + strconv.Itoa(int(failure)))
	}
	switch name {
	case "export_", "require_", "launch_", "return_value_":
		if len(answer) != 0 {
			fail(name + " answered bytes that nobody asked for")
		}
	}
	return answer
}

type id struct{ high, low uint64 }

var (
	launchMethod = id{0x6dffffffffffffff, 0xfffffffffffffff0}
	exitMethod   = id{0x6dffffffffffffff, 0xfffffffffffffff2}
)

// newID fills every byte but the letter with chance, byte 6 too.
func newID(letter byte) id {
	var random [16]byte
	if _, err := rand.Read(random[:]); err != nil {
		fail("no random bytes")
	}
	random[7] = letter
	return id{binary.LittleEndian.Uint64(random[:8]), binary.LittleEndian.Uint64(random[8:])}
}

func (i id) String() string {
	return strconv.FormatUint(i.high, 16) + ":" + strconv.FormatUint(i.low, 16)
}

func fromHex(digits string) uint64 {
	value, err := strconv.ParseUint(digits, 16, 64)
	if err != nil {
		fail("no host id in the environment")
	}
	return value
}

func toHex(bytes []byte) string {
	const digits = "0123456789abcdef"
	text := make([]byte, 0, 2*len(bytes))
	for _, b := range bytes {
		text = append(text, digits[b>>4], digits[b&15])
	}
	return string(text)
}
