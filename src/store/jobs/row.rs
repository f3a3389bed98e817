//! A job's row.

use sqlx::FromRow;

use crate::domain::clock::UnixTime;
use crate::domain::ids::{ContactId, MemberId, UserId};
use crate::domain::job::{Counts, Job, JobId, JobKind, JobState, Reason};
use crate::domain::saved_filter::FilterId;
use crate::domain::token::Principal;
use crate::store::StoreError;

#[expect(clippy::struct_excessive_bools, reason = "a row of a table, each flag a fact of its own")]
#[derive(FromRow)]
pub(in crate::store) struct JobRow {
    id: i64,
    number: Option<u32>,
    member_id: String,
    user_id: u32,
    kind: String,
    state: String,
    reason: Option<String>,
    resumes_at: Option<i64>,
    paused_at: Option<i64>,
    paused_by: Option<u32>,
    is_draft: bool,
    is_single: bool,
    wants_cancel: bool,
    pub(super) request_digest: Vec<u8>,
    expected_total: Option<u32>,
    confirm_total: Option<u32>,
    excepted: u32,
    filter: Option<Vec<u8>>,
    frozen_at: Option<i64>,
    cursor: u32,
    include_open_deals: bool,
    keeps_snapshot: bool,
    snapshot_destroyed_at: Option<i64>,
    saved_filter: Option<i64>,
    source_job: Option<i64>,
    total: u32,
    deleted: u32,
    gone: u32,
    denied: u32,
    protected: u32,
    failed: u32,
    cancelled: u32,
    restored: u32,
    verified: u32,
    verify_cursor: u32,
    is_canary_done: bool,
    denied_in_a_row: u32,
    setbacks: u32,
    faults: u32,
    at_work_until: Option<i64>,
    rate: Option<f64>,
    eta_seconds: Option<u32>,
    request_id: String,
    expires_at: Option<i64>,
    created_at: i64,
    started_at: Option<i64>,
    finished_at: Option<i64>,
}

impl JobRow {
    pub(in crate::store) fn read(self) -> Result<Job, StoreError> {
        self.parse().ok_or(StoreError::Corrupt("jobs"))
    }

    fn parse(self) -> Option<Job> {
        Some(Job {
            id: JobId(self.id),
            number: self.number,
            principal: Principal {
                member_id: MemberId::parse(&self.member_id)?,
                user_id: UserId::new(self.user_id)?,
            },
            kind: JobKind::parse(&self.kind)?,
            state: JobState::parse(&self.state)?,
            reason: self.reason.as_deref().and_then(Reason::parse),
            resumes_at: self.resumes_at.map(UnixTime),
            paused_at: self.paused_at.map(UnixTime),
            paused_by: self.paused_by.and_then(UserId::new),
            is_draft: self.is_draft,
            is_single: self.is_single,
            wants_cancel: self.wants_cancel,
            expected_total: self.expected_total,
            confirm_total: self.confirm_total,
            excepted: self.excepted,
            has_filter: self.filter.is_some(),
            frozen_at: self.frozen_at.map(UnixTime),
            cursor: ContactId::new(self.cursor),
            include_open_deals: self.include_open_deals,
            keeps_snapshot: self.keeps_snapshot,
            snapshot_destroyed_at: self.snapshot_destroyed_at.map(UnixTime),
            saved_filter: self.saved_filter.map(FilterId),
            source_job: self.source_job.map(JobId),
            counts: Counts {
                total: self.total,
                deleted: self.deleted,
                gone: self.gone,
                denied: self.denied,
                protected: self.protected,
                failed: self.failed,
                cancelled: self.cancelled,
                restored: self.restored,
            },
            verified: self.verified,
            verify_cursor: ContactId::new(self.verify_cursor),
            is_canary_done: self.is_canary_done,
            denied_in_a_row: self.denied_in_a_row,
            setbacks: self.setbacks,
            faults: self.faults,
            at_work_until: self.at_work_until.map(UnixTime),
            rate: self.rate,
            eta_seconds: self.eta_seconds,
            request_id: self.request_id,
            expires_at: self.expires_at.map(UnixTime),
            created_at: UnixTime(self.created_at),
            started_at: self.started_at.map(UnixTime),
            finished_at: self.finished_at.map(UnixTime),
        })
    }
}
