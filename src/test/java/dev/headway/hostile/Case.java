package dev.headway.hostile;

/**
 * A hostile request and its required outcome.
 *
 * @param name what is wrong with it, and why the outcome is right if that isn't obvious
 * @param request its bytes, one character each
 * @param expectation the outcome
 */
record Case(String name, String request, Expectation expectation) {

	@Override
	public String toString() {
		return this.name;
	}

}
