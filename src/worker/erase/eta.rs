//! Estimates when a deletion job ends, from the measurements of its portal.

use super::EraseRun;
use super::batch_plan::MOST_PAGES;
use crate::bitrix::batch::MAX_COMMANDS;
use crate::bitrix::contacts::bulk::{PAGE, ReadOptions};
use crate::bitrix::read_size::ReadKind;
use crate::worker::forecast::{Forecast, RunningTimeForecast};
use crate::worker::rate;

/// From so many outcomes on, the share of deleted contacts predicts the rest.
const ENOUGH_OUTCOMES: u32 = 50;
/// A verification before anything was measured: contacts in a call, seconds of a call.
const DEFAULT_VERIFICATION: (f64, f64) = (2_500.0, 5.0);

impl EraseRun<'_> {
    /// Seconds that the portal needs to list so many contacts.
    #[expect(clippy::cast_precision_loss, reason = "counts of contacts are small")]
    pub(super) fn seconds_of_lists(&self, contacts: usize) -> f64 {
        let per_list = self.client.rest().limiter().seconds_per_list(&self.endpoint, ReadKind::Contacts);
        contacts.div_ceil(PAGE) as f64 * per_list.unwrap_or(0.0)
    }

    /// Seconds until the job ends, with `pending` open contacts. `None` before the first deletion.
    #[expect(clippy::cast_precision_loss, reason = "counts of contacts are small")]
    pub(super) fn eta(&self, pending: u32) -> Option<u32> {
        let counts = self.job.counts;
        let (each, overhead) = match self.concurrency.measured_seconds() {
            Some(measured) => measured,
            None if pending == 0 => (0.0, 0.0),
            None => return None,
        };
        let limiter = self.client.rest().limiter();
        let known = limiter.limits(&self.endpoint);
        let ended = counts.total - counts.pending();
        let gone = counts.deleted + counts.gone;
        let part = if ended < ENOUGH_OUTCOMES { 1.0 } else { f64::from(counts.deleted) / f64::from(ended) };
        let deletes = f64::from(pending) * part;
        let read_options =
            ReadOptions { is_whole: self.keeps_snapshot(), asks_about_deals: self.keeps_open_deals() };
        let chunk = self.concurrency.deletes_per_call();
        let in_a_call = chunk.min(MAX_COMMANDS - read_options.commands(chunk)) as f64;
        let read_in_a_call =
            limiter.contacts_per_read(&self.endpoint, ReadKind::Contacts).min(MOST_PAGES * PAGE) as f64;
        let calls = (deletes / in_a_call).max(f64::from(pending) / read_in_a_call);
        let lists = self.seconds_of_lists(pending as usize);
        let to_verify = f64::from(pending) * part + f64::from(gone.saturating_sub(self.job.verified));
        let (verified_per_call, verify_seconds) =
            limiter.verification_read(&self.endpoint).unwrap_or(DEFAULT_VERIFICATION);
        let method = self.settings.method.name();
        let running = known.running_time.iter().find(|time| time.method == method);
        let jobs = self.share.jobs() as f64;
        let forecast = Forecast {
            calls,
            call_seconds: in_a_call.mul_add(each, overhead) + lists / calls.max(1.0),
            at_once: (self.concurrency.proven_limit() as f64 / jobs).max(0.1),
            verify_calls: (to_verify / verified_per_call).ceil(),
            verify_seconds,
            free: known.free / jobs,
            per_second: known.per_second / jobs,
            running: running.map(|time| RunningTimeForecast {
                need: deletes * each * jobs,
                left: time.left,
                ceiling: time.ceiling,
            }),
        };
        Some(rate::whole_seconds(forecast.seconds()))
    }
}
