package dev.headway.site;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/**
 * Maps requests for the site to its controller, before all other mappings. The result is
 * that of Spring MVC's own mapping, but it is computed at start, since
 * {@link SiteController} has few handler methods. Spring MVC's usual mappings handle
 * requests that may be Actuator's; if there are other controllers, all but those for the
 * site's pages; and if there are others' interceptors, all requests. Immutable.
 */
final class SiteFirst implements HandlerMapping, Ordered {

	private static final String EVERYTHING = "/**";

	private static final String OURS = "dev.headway.";

	private final Map<String, HandlerMethod> pages = new HashMap<>();

	private final HandlerMethod options;

	private final HandlerMethod everythingElse;

	/** Whether there is no other controller that may handle the remaining requests. */
	private final boolean alone;

	private final List<HandlerInterceptor> interceptors;

	/** Whether all interceptors are Headway's own, whose needs are known. */
	private final boolean known;

	private final Predicate<String> others;

	/**
	 * Reads the controller's mappings.
	 * @param mapped all mappings that Spring MVC has found on controllers
	 * @param interceptors the interceptors of all requests to controllers
	 * @param others matches paths, as they were sent, that belong to Actuator
	 */
	SiteFirst(Map<RequestMappingInfo, HandlerMethod> mapped, List<HandlerInterceptor> interceptors,
			Predicate<String> others) {
		Map<RequestMappingInfo, HandlerMethod> arms = new HashMap<>(mapped);
		this.alone = !arms.values().removeIf((handler) -> !handler.getBeanType().equals(SiteController.class));
		arms.forEach((info, handler) -> {
			if (info.getCustomCondition() instanceof WrittenPath page) {
				this.pages.put(page.path(), handler.createWithResolvedBean());
			}
		});
		this.options = find(arms, (info) -> methods(info).contains(RequestMethod.OPTIONS));
		this.everythingElse = find(arms, (info) -> methods(info).isEmpty());
		this.interceptors = List.copyOf(interceptors);
		this.known = interceptors.stream().allMatch(SiteFirst::isOurs);
		this.others = others;
	}

	private static HandlerMethod find(Map<RequestMappingInfo, HandlerMethod> arms,
			Predicate<RequestMappingInfo> wanted) {
		return arms.entrySet()
			.stream()
			.filter((arm) -> wanted.test(arm.getKey()))
			.findFirst()
			.orElseThrow()
			.getValue()
			.createWithResolvedBean();
	}

	private static Set<RequestMethod> methods(RequestMappingInfo info) {
		return info.getMethodsCondition().getMethods();
	}

	private static boolean isOurs(HandlerInterceptor interceptor) {
		return interceptor.getClass().getPackageName().startsWith(OURS);
	}

	/** Whether it has a handler for the request. */
	boolean takes(HttpServletRequest request) {
		return this.known && (this.alone || page(request) != null) && !this.others.test(request.getRequestURI());
	}

	@Override
	public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) {
		if (!takes(request)) {
			return null;
		}
		HandlerMethod page = page(request);
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((context) -> context.setPathPattern((page != null) ? path(request) : EVERYTHING));
		return new HandlerExecutionChain((page != null) ? page : other(request), this.interceptors);
	}

	private @Nullable HandlerMethod page(HttpServletRequest request) {
		return isRead(request) ? this.pages.get(path(request)) : null;
	}

	private static String path(HttpServletRequest request) {
		return request.getRequestURI().substring(request.getContextPath().length());
	}

	private HandlerMethod other(HttpServletRequest request) {
		return HttpMethod.OPTIONS.name().equals(request.getMethod()) ? this.options : this.everythingElse;
	}

	private static boolean isRead(HttpServletRequest request) {
		return HttpMethod.GET.name().equals(request.getMethod()) || HttpMethod.HEAD.name().equals(request.getMethod());
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
