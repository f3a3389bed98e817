//! What the portal says about each deletion of a call, and which of its words may be about another one.

use super::bulk::{Order, Report};
use crate::bitrix::batch::Outcome;
use crate::bitrix::error::{Refusal, RefusalKind, RestError};
use crate::bitrix::rest::{Caller, Rest};

/// What the portal says about one deletion.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// Done.
    Deleted,
    /// Refused; whether the contact exists is not said.
    Refused(RefusalKind),
    /// Refused in the very words of an earlier command's refusal, which may have leaked into this one's.
    Echoed,
    /// Refused before it was tried: the method may not run now, which is the report's trouble.
    NotTried,
    /// Nothing, or nothing that makes sense.
    Unclear,
}

/// Which commands were refused for a reason of the portal's own that an earlier one was told already: such an error stays
/// with the portal, and colours what else it refuses in the same call, whatever for
/// (b24restdocs settings/how-to-call-rest-api/batch.md).
pub(super) fn echoes(outcomes: &[Outcome]) -> Vec<bool> {
    let mut told: Vec<&Refusal> = Vec::new();
    let mut echoes = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        let Outcome::Refused(refusal) = outcome else {
            echoes.push(false);
            continue;
        };
        echoes
            .push(refusal.kind == RefusalKind::Other && told.iter().any(|earlier| earlier.is_like(refusal)));
        told.push(refusal);
    }
    echoes
}

/// What became of the deletions of an order; each comes with whether it is an echo.
pub(super) fn read<'a>(
    rest: &Rest,
    caller: &Caller,
    order: &Order,
    outcomes: impl Iterator<Item = (Outcome, &'a bool)>,
    report: &mut Report,
) {
    let mut durations = Vec::new();
    let mut outcomes = outcomes.fuse();
    for id in &order.deletes {
        let (outcome, is_echo) = outcomes.next().unwrap_or((Outcome::Missing, &false));
        let word = match outcome {
            Outcome::Done(answer) => {
                durations.extend(answer.spending.duration);
                rest.limiter().note(&caller.endpoint, order.method.name(), answer.spending);
                if order.method.is_success(&answer.result) { Word::Deleted } else { Word::Unclear }
            }
            Outcome::Refused(refusal) if refusal.kind == RefusalKind::PortalFault => Word::Unclear,
            Outcome::Refused(refusal) if refusal.is_about_the_record() => {
                report.said.extend(refusal.words.map(|words| (*id, words)));
                if *is_echo { Word::Echoed } else { Word::Refused(refusal.kind) }
            }
            Outcome::Refused(refusal) => {
                report.trouble = Some(RestError::Refused(refusal));
                Word::NotTried
            }
            Outcome::Missing => Word::Unclear,
        };
        report.words.push((*id, word));
    }
    if !durations.is_empty() {
        #[expect(clippy::cast_precision_loss, reason = "fifty at most")]
        let count = durations.len() as f64;
        report.seconds_per_delete = Some(durations.iter().sum::<f64>() / count);
    }
}
