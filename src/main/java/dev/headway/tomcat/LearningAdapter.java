package dev.headway.tomcat;

import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;

/**
 * Has admission learn the pace of handlers from requests that don't pass it, the
 * process's own, so that a crowd that comes first doesn't meet unknown handlers.
 */
final class LearningAdapter extends ForwardingAdapter {

	private final AdmissionRouter router;

	LearningAdapter(Adapter delegate, AdmissionRouter router) {
		super(delegate);
		this.router = router;
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		if (this.router.actuator().include(request)) {
			super.service(request, response);
			return;
		}
		AdmissionAdapter.Route route = this.router.of(request);
		long start = System.nanoTime();
		super.service(request, response);
		route.admission().learn(route.handler().key(), System.nanoTime() - start);
	}

}
