package com.example.compat;

import java.util.Map;
import java.util.TreeMap;

/** How often filters and interceptors have run, by name and path. */
final class Runs {

	// Mutable state, guarded by this

	private final Map<String, Integer> counts = new TreeMap<>();

	synchronized void count(String what, String path) {
		this.counts.merge(what + " " + path, 1, Integer::sum);
	}

	synchronized Map<String, Integer> counts() {
		return new TreeMap<>(this.counts);
	}

}
