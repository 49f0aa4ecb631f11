package dev.headway.hostile;

/**
 * A hostile request and what it has to come to.
 *
 * @param name what is wrong with it, and why the outcome is right where that isn't plain
 * @param request its bytes, one character each
 * @param expectation the outcome
 */
record Case(String name, String request, Expectation expectation) {

	@Override
	public String toString() {
		return this.name;
	}

}
