package dev.headway.worker;

/** Jobs that do nothing. */
final class TestJobs {

	static final Runnable NOTHING = () -> {
	};

	private TestJobs() {
	}

	static Job job() {
		return job(0);
	}

	static Job job(long handedOverAt) {
		return new Job(NOTHING, handedOverAt);
	}

}
