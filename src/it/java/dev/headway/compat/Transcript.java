package dev.headway.compat;

/**
 * The result of a visit.
 *
 * @param answers requests and answers, without times and ids
 * @param counts how often they were counted
 * @param requests how many there were
 * @param suspended how many of them waited for a slot
 */
record Transcript(String answers, String counts, int requests, int suspended) {

	Transcript suspended(int count) {
		return new Transcript(this.answers, this.counts, this.requests, count);
	}

}
