//! The log of calls to portals. It is written in the background, many lines at a time, so that no call waits for it.
//! A crash may lose the last second. Administrators read it.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

use super::failure::Failure;
use super::request::current_request;
use super::{Flows, Viewer};
use crate::bitrix::observer::CallObserver;
use crate::domain::clock::{SharedClock, within};
use crate::domain::requests::{CallRecord, LoggedCall, RequestLine};
use crate::store::Store;

/// Most lines that wait to be written. Further lines are dropped, so that no call has to wait.
const QUEUE: usize = 20_000;
/// Lines in one transaction.
const MOST_AT_ONCE: usize = 500;
/// How long a line may wait for others in the same transaction.
const GATHERING: Duration = Duration::from_millis(300);

/// Receives calls and passes them to the writer.
#[derive(Debug)]
pub(super) struct RequestLog {
    queue: mpsc::Sender<LogEntry>,
    clock: SharedClock,
}

#[derive(Debug)]
enum LogEntry {
    Call(Box<LoggedCall>),
    /// A caller waits until all earlier lines are written.
    Flush(oneshot::Sender<()>),
}

impl CallObserver for RequestLog {
    fn called(&self, call: CallRecord) {
        let entry = LoggedCall { call, request_id: current_request(), created_at: self.clock.now() };
        if self.queue.try_send(LogEntry::Call(Box::new(entry))).is_err() {
            metrics::counter!("eraser_request_log_lost_total").increment(1);
        }
    }
}

impl RequestLog {
    pub(super) fn new(store: Store, clock: SharedClock, runtime: &Handle) -> Self {
        let (queue, entries) = mpsc::channel(QUEUE);
        runtime.spawn(write(store, Arc::clone(&clock), entries));
        Self { queue, clock }
    }

    /// Resolves when all lines so far are written.
    pub(super) async fn flush(&self) {
        let (done, written) = oneshot::channel();
        if self.queue.send(LogEntry::Flush(done)).await.is_ok() {
            // The writer ends only with the program.
            let _ended = written.await;
        }
    }
}

async fn write(store: Store, clock: SharedClock, mut entries: mpsc::Receiver<LogEntry>) {
    while let Some(first) = entries.recv().await {
        let (mut calls, mut waiting) = (Vec::new(), Vec::new());
        let mut sort = |entry| match entry {
            LogEntry::Call(call) => calls.push(*call),
            LogEntry::Flush(done) => waiting.push(done),
        };
        let mut is_urgent = matches!(first, LogEntry::Flush(_));
        sort(first);
        let until = clock.uptime() + GATHERING;
        let mut gathered = 1;
        while !is_urgent && gathered < MOST_AT_ONCE {
            let left = until.saturating_sub(clock.uptime());
            let Some(Some(entry)) = within(&clock, left, entries.recv()).await else { break };
            is_urgent = matches!(entry, LogEntry::Flush(_));
            sort(entry);
            gathered += 1;
        }
        if !calls.is_empty()
            && let Err(error) = store.insert_requests(&calls).await
        {
            tracing::error!(%error, lines = calls.len(), "the request log could not be written");
        }
        for done in waiting {
            // The caller may have gone away.
            let _gone = done.send(());
        }
    }
}

/// One page of the log.
#[derive(Clone, Debug, Default)]
pub struct RequestPage {
    /// Newest first.
    pub lines: Vec<RequestLine>,
    /// The line after which the next page begins; `None` on the last page.
    pub next: Option<i64>,
}

impl Flows {
    /// A page of the calls to the portal, newest first; only those of one request, if `request_id` is given.
    ///
    /// # Errors
    /// [`Failure::NotAdministrator`] when the viewer is no administrator.
    pub async fn list_requests(
        &self,
        viewer: &Viewer,
        request_id: Option<&str>,
        after: Option<i64>,
        most: u32,
    ) -> Result<RequestPage, Failure> {
        if !self.is_administrator(viewer).await? {
            return Err(Failure::NotAdministrator);
        }
        self.requests.flush().await;
        let member_id = &viewer.principal.member_id;
        let mut lines =
            self.store.list_requests(member_id, request_id, after, most.saturating_add(1)).await?;
        let is_more = lines.len() > most as usize;
        lines.truncate(most as usize);
        let next = lines.last().filter(|_| is_more).map(|line| line.id);
        Ok(RequestPage { lines, next })
    }
}
