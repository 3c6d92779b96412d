//go:build !unix

package server_test

import "time"

// processor is not told here.
func processor() time.Duration { return 0 }
