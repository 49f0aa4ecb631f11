package com.example.compat;

import java.security.Principal;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.slf4j.MDC;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.servlet.view.RedirectView;

/** Returns its context: values that filters have set, and the user who is logged in. */
@RestController
class ContextController {

	@GetMapping({ "/context", "/synchronous/context", "/wrapped/context", "/etag/context" })
	Map<String, String> context(HttpServletRequest request) {
		Map<String, String> context = new TreeMap<>();
		context.put("mdc", MDC.get("tenant"));
		context.put("threadLocal", TenantFilter.TENANT.get());
		context.put("locale", LocaleContextHolder.getLocale().toString());
		context.put("requestContext", String.valueOf(RequestContextHolder.getRequestAttributes() != null));
		context.put("remoteUser", request.getRemoteUser());
		context.put("dispatcherType", request.getDispatcherType().toString());
		context.put("asyncSupported", String.valueOf(request.isAsyncSupported()));
		return context;
	}

	/** What a proxy in front says about its clients. */
	@GetMapping("/forwarded")
	Map<String, String> forwarded(HttpServletRequest request) {
		Map<String, String> forwarded = new TreeMap<>();
		forwarded.put("scheme", request.getScheme());
		forwarded.put("secure", String.valueOf(request.isSecure()));
		forwarded.put("client", request.getRemoteAddr());
		forwarded.put("contextPath", request.getContextPath());
		forwarded.put("url", request.getRequestURL().toString());
		forwarded.put("uri", ServletUriComponentsBuilder.fromCurrentRequest().toUriString());
		return forwarded;
	}

	@GetMapping("/forwarded/redirect")
	RedirectView redirect() {
		return new RedirectView("/elsewhere", true);
	}

	/** The ids are new each time, so it returns only how they are related. */
	@GetMapping("/trace")
	Map<String, String> trace(@RequestHeader(required = false) String traceparent,
			@RequestAttribute String traceInFilter) {
		String id = MDC.get("traceId");
		Map<String, String> trace = new TreeMap<>();
		trace.put("length", String.valueOf(id.length()));
		trace.put("sameAsInFilter", String.valueOf(id.equals(traceInFilter)));
		trace.put("continued", String.valueOf(traceparent != null && traceparent.contains(id)));
		return trace;
	}

	@GetMapping("/account")
	String account(Principal user, HttpSession session) {
		Integer visits = (Integer) session.getAttribute("visits");
		session.setAttribute("visits", (visits != null) ? visits + 1 : 1);
		return user.getName() + ", visit " + session.getAttribute("visits") + ", "
				+ SecurityContextHolder.getContext().getAuthentication().getAuthorities();
	}

	@GetMapping("/account/csrf")
	Map<String, String> csrf(CsrfToken token) {
		return new TreeMap<>(Map.of("parameter", token.getParameterName(), "token", token.getToken()));
	}

	@PostMapping("/account")
	String change(@RequestParam String name) {
		return "changed to " + name;
	}

	@GetMapping("/basic/user")
	String basic(Principal user) {
		return user.getName();
	}

	@GetMapping({ "/account/admin", "/basic/admin" })
	@PreAuthorize("hasRole('ADMIN')")
	String admin() {
		return "admin";
	}

}
