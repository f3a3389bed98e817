//! The transitions of a job: the states before and after, and the cause. The database changes states only by this
//! table, and tests compare every observed change with it.

use super::JobState;
use JobState as S;

/// The cause of a change of a job's state.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Transition {
    /// A user confirms a draft.
    Start,
    /// A user starts an old draft. Its contacts are collected again first.
    Recollect,
    /// A user pauses the job.
    Pause,
    /// A user resumes the job.
    Resume,
    /// The job's user opens the app again. This may have removed the reason of its pause.
    Visit,
    /// An operator resumes a job.
    Requeue,
    /// A user cancels the job. It keeps running until its calls in flight have ended.
    Cancel,
    /// A draft ends without confirmation.
    Drop,
    /// A job ends because it was paused or waiting for too long.
    Lapse,
    /// A worker claims the job.
    Claim,
    /// A worker has collected the job's set.
    Freeze,
    /// A worker has processed all contacts and verifies them.
    Verify,
    /// A worker stops before the end, and a worker continues later.
    Park,
    /// The job waits until a certain time.
    Wait,
    /// A worker pauses the job until a person acts.
    Halt,
    /// A worker has finished the job.
    Finish,
    /// The job cannot continue.
    Fail,
    /// A worker ends a cancelled job after its last call in flight.
    EndCancelled,
}

/// Each transition with the states before and after it.
pub const TRANSITIONS: &[(Transition, &[JobState], &[JobState])] = &[
    (Transition::Start, &[S::Draft], &[S::Queued]),
    (Transition::Recollect, &[S::Draft], &[S::Collecting]),
    (Transition::Pause, &[S::Collecting, S::Queued, S::Running, S::Waiting, S::Verifying], &[S::Paused]),
    (Transition::Resume, &[S::Paused, S::Waiting], &[S::Queued, S::Collecting]),
    (Transition::Visit, &[S::Paused], &[S::Queued, S::Collecting, S::Draft]),
    (Transition::Requeue, &[S::Paused, S::Waiting], &[S::Queued, S::Collecting, S::Running]),
    (
        Transition::Cancel,
        &[S::Collecting, S::Draft, S::Queued, S::Running, S::Paused, S::Waiting, S::Verifying],
        &[S::Cancelled, S::Running],
    ),
    (Transition::Drop, &[S::Collecting, S::Draft, S::Paused, S::Waiting], &[S::Cancelled]),
    (Transition::Lapse, &[S::Paused, S::Waiting], &[S::Cancelled, S::Running]),
    (Transition::Claim, &[S::Queued, S::Waiting, S::Running], &[S::Running, S::Collecting]),
    (Transition::Claim, &[S::Collecting], &[S::Collecting]),
    (Transition::Claim, &[S::Verifying], &[S::Verifying]),
    (Transition::Freeze, &[S::Collecting], &[S::Draft, S::Queued]),
    (Transition::Verify, &[S::Running, S::Verifying], &[S::Verifying]),
    (Transition::Park, &[S::Running, S::Verifying], &[S::Queued]),
    (Transition::Park, &[S::Collecting], &[S::Collecting]),
    (Transition::Wait, &[S::Collecting, S::Running, S::Verifying], &[S::Waiting]),
    (Transition::Halt, &[S::Collecting, S::Running, S::Verifying], &[S::Paused]),
    (Transition::Finish, &[S::Verifying], &[S::Done]),
    (Transition::Fail, &[S::Collecting, S::Running, S::Verifying], &[S::Failed]),
    (Transition::EndCancelled, &[S::Running, S::Verifying], &[S::Cancelled]),
];

impl Transition {
    /// Whether it can lead from one state to the other.
    #[must_use]
    pub fn allows(self, from: JobState, to: JobState) -> bool {
        TRANSITIONS.iter().any(|(by, froms, tos)| *by == self && froms.contains(&from) && tos.contains(&to))
    }

    /// Whether it can start from this state.
    #[must_use]
    pub fn applies_to(self, from: JobState) -> bool {
        TRANSITIONS.iter().any(|(by, froms, _)| *by == self && froms.contains(&from))
    }

    /// The transition of a worker that releases a job in this state; `None` when this never happens.
    #[must_use]
    pub fn for_release(to: JobState) -> Option<Self> {
        match to {
            S::Queued | S::Collecting => Some(Self::Park),
            S::Waiting => Some(Self::Wait),
            S::Paused => Some(Self::Halt),
            S::Done => Some(Self::Finish),
            S::Failed => Some(Self::Fail),
            S::Cancelled => Some(Self::EndCancelled),
            S::Draft | S::Running | S::Verifying => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [JobState; 10] = [
        S::Collecting,
        S::Draft,
        S::Queued,
        S::Running,
        S::Paused,
        S::Waiting,
        S::Verifying,
        S::Done,
        S::Cancelled,
        S::Failed,
    ];

    #[test]
    fn nothing_leads_out_of_a_final_state() {
        for (by, froms, _) in TRANSITIONS {
            assert!(froms.iter().all(|from| !from.is_final()), "{by:?}");
        }
    }

    #[test]
    fn every_open_state_can_continue_and_be_cancelled() {
        for state in ALL.into_iter().filter(|state| !state.is_final()) {
            assert!(Transition::Cancel.allows(state, S::Cancelled), "{state:?}");
            let others =
                TRANSITIONS.iter().any(|(by, froms, _)| *by != Transition::Cancel && froms.contains(&state));
            assert!(others, "{state:?}");
        }
    }

    #[test]
    fn a_job_is_done_only_after_verification() {
        let ways: Vec<_> = ALL.into_iter().filter(|from| Transition::Finish.allows(*from, S::Done)).collect();
        assert_eq!(ways, [S::Verifying]);
        assert!(TRANSITIONS.iter().all(|(by, _, tos)| *by == Transition::Finish || !tos.contains(&S::Done)));
    }

    #[test]
    fn only_a_person_starts_a_draft() {
        let by: Vec<Transition> = TRANSITIONS
            .iter()
            .filter(|(_, froms, tos)| froms.contains(&S::Draft) && tos.contains(&S::Queued))
            .map(|(by, ..)| *by)
            .collect();
        assert_eq!(by, [Transition::Start]);
    }
}
