//! Carrying out scripted faults: before the work, after it, and in an outage.

use super::answer::Answer;
use super::response::{HTML, JSON, Response, front_end_page, redirect};
use crate::clock::SimClock;
use crate::faults::{Fault, Outage};

/// The response of a fault that prevents the work, with the status to log.
pub(crate) async fn before_work(fault: Option<&Fault>) -> Option<(u16, Response)> {
    match fault? {
        Fault::Http(status, body, content_type) => {
            let (content_type, body) = (content_type.clone(), body.clone());
            Some((*status, Response::Scripted { status: *status, content_type, body }))
        }
        Fault::Html(status) => Some((*status, front_end_page(*status))),
        Fault::Redirect(status, location) => Some((*status, redirect(*status, location))),
        Fault::CutBefore => Some((0, Response::Cut)),
        Fault::Hang => std::future::pending().await,
        _ => None,
    }
}

/// Waits as long as a fault holds the answer back.
pub(crate) async fn wait_after_work(fault: Option<&Fault>, clock: &SimClock) {
    match fault {
        Some(Fault::LateAnswer(span)) => clock.sleep(*span).await,
        Some(Fault::Held(gate)) => gate.pass().await,
        _ => {}
    }
}

/// The status that the caller gets after the work; 0 if the connection closes without an answer.
pub(crate) fn status_after_work(fault: Option<&Fault>, answer: &Answer) -> u16 {
    match fault {
        Some(Fault::EmptyBody) => 200,
        Some(Fault::CutAfter) => 0,
        Some(Fault::AnswerAfterWork { status, .. }) => *status,
        _ => answer.status,
    }
}

/// The response to the caller after the work, which a fault may change.
pub(crate) fn after_work(fault: Option<&Fault>, answer: &Answer) -> Response {
    let status = status_after_work(fault, answer);
    match fault {
        Some(Fault::EmptyBody) => Response::new(status, JSON, String::new()),
        Some(Fault::Truncated) => Response::new(status, JSON, first_half(&answer.sent_text())),
        Some(Fault::CutAfter) => Response::Cut,
        Some(Fault::AnswerAfterWork { body, .. }) => {
            Response::new(status, if body.starts_with('<') { HTML } else { JSON }, body.clone())
        }
        _ => Response::new(status, JSON, answer.sent_text()),
    }
}

fn first_half(text: &str) -> String {
    text.chars().take(text.chars().count() / 2).collect()
}

/// The response of a portal in an outage, with the status to log.
pub(crate) async fn during_outage(outage: Option<Outage>) -> Option<(u16, Response)> {
    match outage? {
        Outage::Unavailable => Some((503, front_end_page(503))),
        Outage::Cut => Some((0, Response::Cut)),
        Outage::Silent => std::future::pending().await,
    }
}
