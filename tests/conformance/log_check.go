// Checks a running ledger's public log with Go's own sumdb/note and sumdb/tlog, which we did not write.
//
//	log_check URL VKEY [OLD_SIZE OLD_ROOT]
//
// The checkpoint's signature; the root from the tiles; for some records their inclusion; that the log of
// OLD_SIZE begins it. Prints "SIZE ROOT"; whatever does not hold is a panic.
package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func get(url string) []byte {
	response, err := http.Get(url)
	must(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(err)
	if response.StatusCode != http.StatusOK {
		panic(fmt.Sprintf("%s: %s", url, response.Status))
	}
	return body
}

// Tiles over HTTP. Go calls them tile/8/<L>/...; C2SP leaves the 8 out.
type tiles struct{ url string }

func (t tiles) Height() int                         { return tileHeight }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte)     {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		all = append(all, get(t.url+"/log/"+path))
	}
	return all, nil
}

// The entries of a bundle: each after its length, two bytes, big-endian.
func entries(bundle []byte) [][]byte {
	var all [][]byte
	for len(bundle) > 0 {
		size := int(bundle[0])<<8 | int(bundle[1])
		all = append(all, bundle[2:2+size])
		bundle = bundle[2+size:]
	}
	return all
}

func bundlePath(index, size int64) string {
	tile := tlog.Tile{H: tileHeight, L: 0, N: index / 256, W: 256}
	if size-tile.N*256 < 256 {
		tile.W = int(size - tile.N*256)
	}
	return strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
}

func main() {
	url, vkey := os.Args[1], os.Args[2]
	verifier, err := note.NewVerifier(vkey)
	must(err)
	opened, err := note.Open(get(url+"/log/checkpoint"), note.VerifierList(verifier))
	must(err)
	if len(opened.Sigs) != 1 || len(opened.UnverifiedSigs) != 0 {
		panic("other signatures than the log's")
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		panic("a checkpoint is three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)

	reader := tlog.TileHashReader(tree, tiles{url})
	computed, err := tlog.TreeHash(size, reader)
	must(err)
	if computed != tree.Hash {
		panic("the tiles give another root")
	}
	for _, index := range []int64{0, 1, size / 3, size / 2, size - 2, size - 1} {
		if index < 0 || index >= size {
			continue
		}
		entry := entries(get(url + "/log/" + bundlePath(index, size)))[index%256]
		leaf := tlog.RecordHash(entry)
		proof, err := tlog.ProveRecord(size, index, reader)
		must(err)
		must(tlog.CheckRecord(proof, size, tree.Hash, index, leaf))
		// The server's own proof says the same.
		served := strings.Split(string(get(url+"/log/proofs/"+strconv.FormatInt(index, 10))), "\n")
		if served[0] != "c2sp.org/tlog-proof@v1" || served[1] != fmt.Sprintf("index %d", index) {
			panic("no tlog-proof")
		}
		for i, hash := range proof {
			if served[2+i] != hash.String() {
				panic("another path than Go's")
			}
		}
		if served[2+len(proof)] != "" {
			panic("a longer path than Go's")
		}
	}
	if len(os.Args) > 3 {
		oldSize, err := strconv.ParseInt(os.Args[3], 10, 64)
		must(err)
		oldRoot, err := tlog.ParseHash(os.Args[4])
		must(err)
		proof, err := tlog.ProveTree(size, oldSize, reader)
		must(err)
		must(tlog.CheckTree(proof, size, tree.Hash, oldSize, oldRoot))
	}
	fmt.Printf("%d %s\n", size, tree.Hash.String())
}
