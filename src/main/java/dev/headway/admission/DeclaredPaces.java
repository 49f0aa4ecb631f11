package dev.headway.admission;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * What is said of the handler of a request, by a rule or else by {@link Pace} on its
 * method or class. Thread-safe.
 */
final class DeclaredPaces {

	private final PaceRules rules;

	private final Map<Method, DeclaredPace> annotated = new ConcurrentHashMap<>();

	DeclaredPaces(PaceRules rules) {
		this.rules = rules;
	}

	DeclaredPace find(String method, String path, Object handler) {
		return this.rules.find(method, path).orElseGet(() -> {
			if (handler instanceof HandlerMethod found) {
				return this.annotated.computeIfAbsent(found.getMethod(), (key) -> annotated(found));
			}
			return DeclaredPace.LEARN;
		});
	}

	private static DeclaredPace annotated(HandlerMethod handler) {
		Pace pace = handler.getMethodAnnotation(Pace.class);
		if (pace == null) {
			pace = AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), Pace.class);
		}
		return (pace != null) ? pace.value() : DeclaredPace.LEARN;
	}

}
