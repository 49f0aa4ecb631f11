package dev.headway.site.model;

/** The properties that only some models use. */
final class PropertyNames {

	static final String SIZE = "headway.pool.size";

	static final String EXPRESS = "headway.pool.express";

	static final String SPARES = "headway.pool.spares";

	static final String REPLACE_AFTER = "headway.pool.replace-after";

	static final String ADMISSION_MODE = "headway.admission.mode";

	static final String QUICK_UNDER = "headway.admission.quick-under";

	/** The first rule is enough to see that there are rules. */
	static final String RULES = "headway.admission.rules[0].path";

	static final String WAITING_CAPACITY = "headway.waiting.capacity";

	static final String WAITING_TIMEOUT = "headway.waiting.timeout";

	static final String VIRTUAL_THREADS = "headway.virtual-threads.limit";

	private PropertyNames() {
	}

}
