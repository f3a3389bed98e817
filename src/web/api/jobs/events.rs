//! `GET /api/jobs/{id}/events`: how a job goes, as it goes. Each event is the whole job, so that whoever connects anew
//! has missed nothing.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, web};
use futures_util::stream;
use serde_json::Value;

use super::{job_id, problem, view};
use crate::domain::job::JobId;
use crate::flows::Flows;
use crate::flows::Viewer;
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::error::Problem;

/// How often the job is looked at.
const LOOK: Duration = Duration::from_millis(200);
/// After so long without news the job is told all the same. With the look that follows, and what it takes, there is an event
/// at least once a second while the job runs.
const QUIET: Duration = Duration::from_millis(600);
/// Looks after which a stream ends; the page connects anew, and shows its session again. Half an hour: a stream that was
/// begun at a session's very end is over before the hour that a session may live.
const MOST_LOOKS: u32 = 9_000;

/// Streams the job until it has ended.
pub(in crate::web) async fn stream_job(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    let first = web.flows.show_job(&user.viewer, id).await.map_err(|error| problem(error, &user))?;
    let watch = JobStream {
        flows: web.flows.clone(),
        viewer: user.viewer,
        id,
        told: None,
        told_at: Duration::ZERO,
        next: Some((view::job_json(&first), first.job.state.is_final())),
        looks: 0,
    };
    let events = stream::unfold(Some(watch), |watch| async move {
        let (event, watch) = watch?.advance().await;
        Some((Ok::<Bytes, std::convert::Infallible>(Bytes::from(event)), watch))
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header((CACHE_CONTROL, "no-store, no-transform"))
        // Compressed, or behind some proxies, events would be collected instead of told.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(events))
}

struct JobStream {
    flows: Flows,
    viewer: Viewer,
    id: JobId,
    told: Option<Value>,
    /// By the clock's uptime.
    told_at: Duration,
    next: Option<(Value, bool)>,
    looks: u32,
}

impl JobStream {
    /// The next event, and what comes after it; nothing after the last.
    async fn advance(mut self) -> (String, Option<Self>) {
        loop {
            let seen = match self.next.take() {
                Some(seen) => Some(seen),
                None => self.look().await,
            };
            // A job that is gone, or a session that is over: the page finds out when it connects anew.
            let Some((job, is_final)) = seen else { return (": over\n\n".to_owned(), None) };
            if is_final {
                return (format!("event: done\ndata: {job}\n\n"), None);
            }
            let now = self.flows.clock().uptime();
            if self.told.as_ref() != Some(&job) || now.saturating_sub(self.told_at) >= QUIET {
                let event = format!("event: progress\ndata: {job}\n\n");
                (self.told, self.told_at) = (Some(job), now);
                return (event, Some(self));
            }
        }
    }

    async fn look(&mut self) -> Option<(Value, bool)> {
        tokio::select! {
            () = self.flows.clock().sleep(LOOK) => {}
            () = self.flows.stopping().cancelled() => return None,
        }
        self.looks += 1;
        if self.looks > MOST_LOOKS {
            return None;
        }
        let whose = &self.viewer.principal;
        let generation = self.viewer.portal.generation;
        self.flows.viewer(whose.member_id.clone(), whose.user_id, generation).await.ok()??;
        let seen = self.flows.show_job(&self.viewer, self.id).await.ok()?;
        Some((view::job_json(&seen), seen.job.state.is_final()))
    }
}
