//! `GET /api/jobs/{id}/events`: streams the progress of a job. Each event contains the whole job, so a client that
//! connects again has missed nothing.

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

/// How often the job is read.
const LOOK: Duration = Duration::from_millis(200);
/// After this time an unchanged job is sent again. Together with the next read this gives at least one event per
/// second while the job runs.
const QUIET: Duration = Duration::from_millis(600);
/// How many reads a stream lasts: half an hour. The page then connects again with its session. A stream that starts at
/// the end of a session thus ends within an hour of the session's start.
const MOST_LOOKS: u32 = 9_000;

/// Streams the job until it ends.
pub(in crate::web) async fn stream_job(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    let first = web.flows.show_job(&user.viewer, id).await.map_err(|error| problem(error, &user))?;
    let job_stream = JobStream {
        flows: web.flows.clone(),
        viewer: user.viewer,
        id,
        sent: None,
        sent_at: Duration::ZERO,
        next: Some((view::job_json(&first), first.job.state.is_final())),
        looks: 0,
    };
    let events = stream::unfold(Some(job_stream), |job_stream| async move {
        let (event, job_stream) = job_stream?.advance().await;
        Some((Ok::<Bytes, std::convert::Infallible>(Bytes::from(event)), job_stream))
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header((CACHE_CONTROL, "no-store, no-transform"))
        // Compression and some proxies would collect the events instead of sending them at once.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(events))
}

struct JobStream {
    flows: Flows,
    viewer: Viewer,
    id: JobId,
    sent: Option<Value>,
    /// In the clock's uptime.
    sent_at: Duration,
    next: Option<(Value, bool)>,
    looks: u32,
}

impl JobStream {
    /// Returns the next event and the rest of the stream; `None` after the last event.
    async fn advance(mut self) -> (String, Option<Self>) {
        loop {
            let seen = match self.next.take() {
                Some(seen) => Some(seen),
                None => self.look().await,
            };
            // The job is gone or the session has ended. The page learns this when it connects again.
            let Some((job, is_final)) = seen else { return (": over\n\n".to_owned(), None) };
            if is_final {
                return (format!("event: done\ndata: {job}\n\n"), None);
            }
            let now = self.flows.clock().uptime();
            if self.sent.as_ref() != Some(&job) || now.saturating_sub(self.sent_at) >= QUIET {
                let event = format!("event: progress\ndata: {job}\n\n");
                (self.sent, self.sent_at) = (Some(job), now);
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
        let principal = &self.viewer.principal;
        let generation = self.viewer.portal.generation;
        self.flows.viewer(principal.member_id.clone(), principal.user_id, generation).await.ok()??;
        let seen = self.flows.show_job(&self.viewer, self.id).await.ok()?;
        Some((view::job_json(&seen), seen.job.state.is_final()))
    }
}
