//! The portal's answer to each deletion of a call. Some answers may belong to another command of the call.

use super::bulk::{BatchPlan, BatchReply};
use crate::bitrix::batch::CommandOutcome;
use crate::bitrix::error::{Refusal, RefusalKind, RestError};
use crate::bitrix::rest::{Caller, RestClient};

/// How the portal answered one deletion.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeleteReply {
    /// Deleted.
    Deleted,
    /// Refused. The contact may or may not exist.
    Refused(RefusalKind),
    /// Refused with the same error as an earlier command. The portal may have copied that error to this command.
    Echoed,
    /// Refused before the portal tried it. The method may not run now; [`BatchReply::trouble`] has the reason.
    NotTried,
    /// No answer, because the call halted before it. It was not tried.
    NotReached,
    /// No answer, or one that makes no sense.
    Unclear,
}

/// How earlier commands of the call influence the outcome of a command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Influence {
    /// They have no influence.
    Independent,
    /// Its refusal equals that of an earlier command. The portal keeps such an error and may report it again for later
    /// refusals in the same call, whatever their cause (b24restdocs settings/how-to-call-rest-api/batch.md).
    Echo,
    /// It comes after the refusal at which the call halted. In a halted call no command after that refusal has an
    /// outcome (b24restdocs settings/how-to-call-rest-api/batch.md). If one has, the call did not halt, and missing
    /// commands may have run.
    AfterHalt,
}

/// The influence on each command, in the order of the commands.
pub(super) fn influences(outcomes: &[CommandOutcome], halts: bool) -> Vec<Influence> {
    let mut earlier: Vec<&Refusal> = Vec::new();
    let mut influences = Vec::with_capacity(outcomes.len());
    let halted_at = if halts { halted_at(outcomes) } else { None };
    for (index, outcome) in outcomes.iter().enumerate() {
        influences.push(match outcome {
            CommandOutcome::Refused(refusal) if refusal.kind == RefusalKind::Other => {
                let is_echo = earlier.iter().any(|earlier| earlier.is_like(refusal));
                if is_echo { Influence::Echo } else { Influence::Independent }
            }
            CommandOutcome::Missing if halted_at.is_some_and(|at| at < index) => Influence::AfterHalt,
            _ => Influence::Independent,
        });
        if let CommandOutcome::Refused(refusal) = outcome
            && refusal.kind != RefusalKind::PortalFault
        {
            earlier.push(refusal);
        }
    }
    influences
}

/// The command at which a call halted, if it halted.
fn halted_at(outcomes: &[CommandOutcome]) -> Option<usize> {
    let at = outcomes.iter().position(|outcome| matches!(outcome, CommandOutcome::Refused(_)))?;
    let has_halted = outcomes[at + 1..].iter().all(|outcome| matches!(outcome, CommandOutcome::Missing));
    has_halted.then_some(at)
}

/// Reads the replies to the deletions of a plan. Each outcome comes with the influence of earlier commands.
pub(super) fn read<'a>(
    rest: &RestClient,
    caller: &Caller,
    plan: &BatchPlan,
    outcomes: impl Iterator<Item = (CommandOutcome, &'a Influence)>,
    reply: &mut BatchReply,
) {
    let mut durations = Vec::new();
    let mut outcomes = outcomes.fuse();
    for id in &plan.deletes {
        let (outcome, influence) =
            outcomes.next().unwrap_or((CommandOutcome::Missing, &Influence::Independent));
        let delete_reply = match outcome {
            CommandOutcome::Done(answer) => {
                durations.extend(answer.running_time.duration);
                rest.limiter().record_running_time(&caller.endpoint, plan.method.name(), answer.running_time);
                if plan.method.is_success(&answer.result) {
                    DeleteReply::Deleted
                } else {
                    DeleteReply::Unclear
                }
            }
            CommandOutcome::Refused(refusal) if refusal.kind == RefusalKind::PortalFault => {
                DeleteReply::Unclear
            }
            CommandOutcome::Refused(refusal) if refusal.is_about_the_record() => {
                reply.portal_words.extend(refusal.words.map(|words| (*id, words)));
                if *influence == Influence::Echo {
                    DeleteReply::Echoed
                } else {
                    DeleteReply::Refused(refusal.kind)
                }
            }
            CommandOutcome::Refused(refusal) => {
                reply.trouble = Some(RestError::Refused(refusal));
                DeleteReply::NotTried
            }
            CommandOutcome::Missing if *influence == Influence::AfterHalt => DeleteReply::NotReached,
            CommandOutcome::Missing | CommandOutcome::Contradictory => DeleteReply::Unclear,
        };
        reply.replies.push((*id, delete_reply));
    }
    if !durations.is_empty() {
        #[expect(clippy::cast_precision_loss, reason = "fifty at most")]
        let count = durations.len() as f64;
        reply.seconds_per_delete = Some(durations.iter().sum::<f64>() / count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_also_halts_at_an_internal_error_of_the_portal() {
        let broke = || CommandOutcome::Refused(Refusal::classify("INTERNAL_SERVER_ERROR", "", 500));
        let outcomes = [CommandOutcome::Missing, broke(), CommandOutcome::Missing, CommandOutcome::Missing];
        assert_eq!(
            influences(&outcomes, true),
            [Influence::Independent, Influence::Independent, Influence::AfterHalt, Influence::AfterHalt]
        );
        assert_eq!(influences(&outcomes, false), [Influence::Independent; 4]);
        assert_eq!(influences(&[CommandOutcome::Missing; 1], true), [Influence::Independent]);
    }

    #[test]
    fn a_call_with_outcomes_after_a_refusal_has_not_halted() {
        let refused = || CommandOutcome::Refused(Refusal::classify("", "Access denied.", 400));
        for later in [refused(), CommandOutcome::Contradictory] {
            let outcomes = [refused(), CommandOutcome::Missing, later, CommandOutcome::Missing];
            assert_eq!(influences(&outcomes, true), [Influence::Independent; 4]);
        }
        assert_eq!(
            influences(&[refused(), CommandOutcome::Contradictory], true),
            [Influence::Independent; 2]
        );
    }
}
