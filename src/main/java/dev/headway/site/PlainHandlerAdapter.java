package dev.headway.site;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerAdapter;
import org.springframework.web.servlet.ModelAndView;

/**
 * Calls handler methods that take request and response and write the answer themselves,
 * as those of {@link SiteController} do. They need none of the binders, models and
 * converters that Spring MVC's own adapter prepares for each request.
 */
final class PlainHandlerAdapter implements HandlerAdapter, Ordered {

	private final Set<Method> plain = Arrays.stream(SiteController.class.getDeclaredMethods())
		.filter(PlainHandlerAdapter::isPlain)
		.collect(Collectors.toUnmodifiableSet());

	private static boolean isPlain(Method method) {
		return method.getReturnType() == void.class && List.of(method.getParameterTypes())
			.equals(List.of(HttpServletRequest.class, HttpServletResponse.class));
	}

	@Override
	public boolean supports(Object handler) {
		return handler instanceof HandlerMethod method && this.plain.contains(method.getMethod());
	}

	@Override
	public @Nullable ModelAndView handle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws Exception {
		HandlerMethod method = (HandlerMethod) handler;
		try {
			method.getMethod().invoke(method.getBean(), request, response);
			return null;
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
