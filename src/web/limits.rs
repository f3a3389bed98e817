//! Rate limits per group of routes. Requests without a session count by address, signed-in users by session and by
//! portal. The limits keep one sender from blocking the service for others. Normal use does not reach them.

mod address;
mod counter;

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError, web};
use ipnet::IpNet;

use super::Web;
use super::context::{Context, bearer};
use super::error::ProblemKind;
use super::headers::{FramedBy, page_headers};
use super::pages::{self, ErrorView};
use super::session::Session;
use crate::domain::clock::SharedClock;
use crate::domain::ids::MemberId;
use crate::domain::security::SecurityEvent;
use counter::{Counter, RequestRate};

/// Pages, per address. Example: 500 users behind one address open the app within a minute, reload it and open a
/// widget. These are 2,000 requests.
const PAGES: RequestRate = RequestRate { at_once: 3000, per_second: 30 };
/// Connections in a tab, per address. Each start stores a row, and the number of rows is limited
/// (`store::connect_attempts`).
const CONNECT: RequestRate = RequestRate { at_once: 300, per_second: 10 };
/// New sessions, per address. The same 500 users renew their sessions in the same minute.
const SESSIONS: RequestRate = RequestRate { at_once: 1500, per_second: 20 };
/// Events, per address. A Bitrix24 cloud sends the events of thousands of portals from a few addresses, those of an
/// update all at once. It does not repeat a refused event.
const EVENTS: RequestRate = RequestRate { at_once: 5000, per_second: 100 };
/// Health checks, per address. The readiness check writes a row.
const PROBES: RequestRate = RequestRate { at_once: 200, per_second: 20 };
/// API calls without a valid session, per address. A page whose session has ended makes a few such calls before it
/// renews the session.
const ANONYMOUS: RequestRate = RequestRate { at_once: 3000, per_second: 30 };
/// API calls, per session. A page makes a dozen calls when it opens and at most ten per second later.
const PER_SESSION: RequestRate = RequestRate { at_once: 300, per_second: 30 };
/// API calls, per portal: 1,000 users at work, and 500 who open the app at once.
const PER_PORTAL: RequestRate = RequestRate { at_once: 20_000, per_second: 1000 };

/// A group of routes with a common limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum LimitGroup {
    Pages,
    Connect,
    Sessions,
    Events,
    Probes,
    Api,
}

impl LimitGroup {
    /// Finds the group by the decoded path, as the router does. Styles and scripts have no limit: they are in memory,
    /// and refusing one costs as much as sending it.
    fn for_path(path: &str) -> Option<Self> {
        let first = path.split('/').nth(1).unwrap_or_default();
        match first {
            "static" => None,
            "oauth" => Some(Self::Connect),
            "events" => Some(Self::Events),
            "health" => Some(Self::Probes),
            "api" if path == "/api/session" => Some(Self::Sessions),
            "api" => Some(Self::Api),
            _ => Some(Self::Pages),
        }
    }
}

/// All counters of this process.
#[derive(Debug)]
pub struct Limits {
    trusted: Vec<IpNet>,
    hasher: RandomState,
    pages: Counter<IpAddr>,
    connect: Counter<IpAddr>,
    sessions: Counter<IpAddr>,
    events: Counter<IpAddr>,
    probes: Counter<IpAddr>,
    anonymous: Counter<IpAddr>,
    per_session: Counter<u64>,
    per_portal: Counter<MemberId>,
}

impl Limits {
    /// Creates empty counters. `trusted` lists the proxies whose `X-Forwarded-For` is believed.
    #[must_use]
    pub fn new(trusted: Vec<IpNet>, clock: &SharedClock) -> Self {
        Self {
            trusted,
            hasher: RandomState::new(),
            pages: Counter::new(PAGES, clock),
            connect: Counter::new(CONNECT, clock),
            sessions: Counter::new(SESSIONS, clock),
            events: Counter::new(EVENTS, clock),
            probes: Counter::new(PROBES, clock),
            anonymous: Counter::new(ANONYMOUS, clock),
            per_session: Counter::new(PER_SESSION, clock),
            per_portal: Counter::new(PER_PORTAL, clock),
        }
    }

    /// Counts a request. `Err` holds the time until the next one is admitted.
    fn admit(
        &self,
        group: LimitGroup,
        request: &ServiceRequest,
        session: Option<&Session>,
    ) -> Result<(), Duration> {
        if let (LimitGroup::Api, Some(session), Some(token)) = (group, session, bearer(request.headers())) {
            self.per_session.count(&self.hasher.hash_one(token))?;
            return self.per_portal.count(&session.member_id);
        }
        let counter = match group {
            LimitGroup::Pages => &self.pages,
            LimitGroup::Connect => &self.connect,
            LimitGroup::Sessions => &self.sessions,
            LimitGroup::Events => &self.events,
            LimitGroup::Probes => &self.probes,
            LimitGroup::Api => &self.anonymous,
        };
        // A request without an address cannot be counted.
        let Some(peer) = request.peer_addr() else { return Ok(()) };
        counter.count(&address::of_client(peer.ip(), request.headers(), &self.trusted))
    }
}

/// Admits a request, or answers 429 in the format of its group.
pub(super) async fn limit(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let refused = request.app_data::<web::Data<Web>>().cloned().and_then(|web| refusal(&web, &request));
    match refused {
        Some(response) => Ok(request.into_response(response).map_into_right_body()),
        None => Ok(next.call(request).await?.map_into_left_body()),
    }
}

fn refusal(web: &Web, request: &ServiceRequest) -> Option<HttpResponse> {
    // The decoded path, as the router sees it: `/%61pp` also leads to `/app`.
    let path = request.match_info().as_str();
    let group = LimitGroup::for_path(path)?;
    let token = if group == LimitGroup::Api { bearer(request.headers()) } else { None };
    let session = token.and_then(|token| web.sessions.read(token).ok());
    let wait = web.limits.admit(group, request, session.as_ref()).err()?;
    SecurityEvent::LimitReached.record("a rate limit was reached");
    let mut context = Context::from_http(request.request());
    if let Some(session) = session {
        context.language = session.language;
    }
    Some(match group {
        LimitGroup::Api | LimitGroup::Sessions => {
            context.problem(ProblemKind::RateLimited(wait)).error_response()
        }
        LimitGroup::Events | LimitGroup::Probes => {
            let mut response = HttpResponse::TooManyRequests();
            response.insert_header((RETRY_AFTER, seconds(wait))).insert_header((CACHE_CONTROL, "no-store"));
            response.finish()
        }
        LimitGroup::Pages | LimitGroup::Connect => page(web, &context, path, wait),
    })
}

fn page(web: &Web, context: &Context, path: &str, wait: Duration) -> HttpResponse {
    let framed_by =
        if matches!(path, "/app" | "/install" | "/placement") { FramedBy::Anybody } else { FramedBy::Nobody };
    let (title, detail) = ProblemKind::RateLimited(wait).words(context.language);
    let view = ErrorView { title, detail, retry: true };
    let mut response = HttpResponse::build(StatusCode::TOO_MANY_REQUESTS);
    page_headers(&mut response, framed_by, None);
    response.insert_header((RETRY_AFTER, seconds(wait)));
    response.body(pages::error(context.language, web.assets.base(), &context.request_id, &view))
}

/// Whole seconds, rounded up, so that a client that waits this long is admitted.
pub(super) fn seconds(wait: Duration) -> String {
    (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_has_its_limit_group() {
        for (path, group) in [
            ("/", Some(LimitGroup::Pages)),
            ("/app", Some(LimitGroup::Pages)),
            ("/nothing", Some(LimitGroup::Pages)),
            ("//static/x", Some(LimitGroup::Pages)),
            ("/oauth/start", Some(LimitGroup::Connect)),
            ("/oauth/callback", Some(LimitGroup::Connect)),
            ("/api/session", Some(LimitGroup::Sessions)),
            ("/api/contacts/5", Some(LimitGroup::Api)),
            ("/api", Some(LimitGroup::Api)),
            ("/events", Some(LimitGroup::Events)),
            ("/health/ready", Some(LimitGroup::Probes)),
            ("/static/0f3ab2/js/app.js", None),
        ] {
            assert_eq!(LimitGroup::for_path(path), group, "{path}");
        }
    }

    #[test]
    fn a_client_that_waits_for_retry_after_is_admitted() {
        for (wait, told) in [(0, "1"), (1, "1"), (999, "1"), (1000, "1"), (1001, "2"), (2500, "3")] {
            assert_eq!(seconds(Duration::from_millis(wait)), told);
        }
    }
}
