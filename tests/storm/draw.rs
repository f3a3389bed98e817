//! Draws a plan from a seed. Each run has a theme: half of its steps are about the theme, the others are mixed.

use std::time::Duration;

use crate::plan::{
    Action, Condition, Decision, FaultKind, Filter, OutageKind, Pick, Plan, Reach, Shape, Step, Who,
};

/// A small random generator (`SplitMix64`). It gives the same numbers for the same seed on every machine.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ 0x6A09_E667_F3BC_C909)
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides.max(1)
    }

    pub(crate) fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.roll(sides as u64)).unwrap_or(0)
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Returns true with a chance of one in `chances`.
    pub(crate) fn one_in(&mut self, chances: u64) -> bool {
        self.roll(chances) == 0
    }
}

/// Users of a portal in the simulator: 1 is an administrator; 2 and 3 are employees. 3 has rights only to their own
/// contacts.
const USERS: [u64; 5] = [1, 1, 2, 2, 3];
const PORTALS: usize = 2;

/// The theme of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Theme {
    Deleting,
    Restoring,
    Processes,
    Rights,
    Installation,
    Anything,
}

const THEMES: [Theme; 8] = [
    Theme::Deleting,
    Theme::Deleting,
    Theme::Restoring,
    Theme::Restoring,
    Theme::Processes,
    Theme::Rights,
    Theme::Installation,
    Theme::Anything,
];

impl Plan {
    /// The plan of a seed.
    pub(crate) fn draw(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let theme = dice.pick(&THEMES);
        let shape = shape(&mut dice, theme);
        let mut steps = Vec::new();
        let mut at = Duration::from_millis(100);
        let mut then = |what: Action, pause: Duration| {
            steps.push(Step { at, what });
            at += pause;
        };
        // Every run has at least one request of a user.
        let first = job(&mut dice);
        let is_draft = matches!(
            first,
            Action::Delete { is_draft: true, .. } | Action::DeleteFound { is_draft: true, .. }
        );
        then(first, short(&mut dice));
        if is_draft {
            then(Action::Start(0), short(&mut dice));
        }
        if theme == Theme::Restoring {
            then(any(&mut dice, Theme::Deleting), Duration::from_secs(20 + dice.roll(100)));
            let trouble = fault(&mut dice);
            let part = dice.one_in(3).then(|| 1 + dice.below(10));
            then(trouble, Duration::ZERO);
            then(Action::Restore { nth: 0, part }, short(&mut dice));
        }
        for _ in 0..=dice.below(12) {
            let what = any(&mut dice, theme);
            let pause = gap(&mut dice);
            then(what, pause);
        }
        Self { seed, shape, steps }
    }
}

fn shape(dice: &mut Dice, theme: Theme) -> Shape {
    let is_slow = theme == Theme::Restoring;
    Shape {
        contacts: dice.pick(&[6, 12, 25, 60, 130]),
        delete_ms: dice.pick(&[0, 0, 20, 100, 400, 2_500]),
        add_ms: if is_slow { dice.pick(&[0, 500, 4_000, 14_000, 30_000]) } else { dice.pick(&[0, 0, 200]) },
        list_ms: dice.pick(&[0, 0, 20, 300]),
        has_bucket: !dice.one_in(3),
        operating_limit: dice.one_in(4).then(|| dice.pick(&[5, 20, 100])),
        workers: dice.one_in(3).then(|| dice.pick(&[1, 2, 4])),
    }
}

fn short(dice: &mut Dice) -> Duration {
    Duration::from_millis(dice.pick(&[50, 300, 1_000, 4_000]) + dice.roll(300))
}

fn gap(dice: &mut Dice) -> Duration {
    match dice.roll(20) {
        0 => Duration::from_secs(3_600 + dice.roll(7_200)),
        1 => Duration::from_hours(24 + dice.roll(24 * 40)),
        2..4 => Duration::from_secs(60 + dice.roll(600)),
        4..13 => Duration::from_millis(dice.roll(400)),
        _ => Duration::from_millis(200 + dice.roll(20_000)),
    }
}

fn who(dice: &mut Dice) -> Who {
    Who { portal: portal(dice), user: dice.pick(&USERS) }
}

fn portal(dice: &mut Dice) -> usize {
    if dice.one_in(4) { PORTALS - 1 } else { 0 }
}

fn filter(dice: &mut Dice) -> Filter {
    let user = dice.pick(&USERS);
    match dice.roll(4) {
        0 => Filter::AssignedTo(user),
        1 => Filter::CreatedBy(user),
        2 => Filter::WithoutPhone,
        _ => Filter::Everybody,
    }
}

fn job(dice: &mut Dice) -> Action {
    let (who, is_draft) = (who(dice), dice.one_in(4));
    if dice.one_in(3) {
        return Action::DeleteFound { who, filter: filter(dice), is_draft };
    }
    let pick = Pick { from: dice.below(130), count: 1 + dice.pick(&[0, 3, 9, 24, 119]) };
    Action::Delete { who, pick, with_deals: dice.one_in(2), is_draft }
}

/// The next step: with a chance of one in two it belongs to the theme.
fn any(dice: &mut Dice, theme: Theme) -> Action {
    let theme = if dice.one_in(2) { theme } else { Theme::Anything };
    match theme {
        Theme::Deleting => match dice.roll(4) {
            0 => job(dice),
            1 => control(dice),
            _ => fault(dice),
        },
        Theme::Restoring => match dice.roll(4) {
            0 => Action::Restore { nth: dice.below(3), part: dice.one_in(2).then(|| 1 + dice.below(10)) },
            1 => control(dice),
            2 => slow(dice),
            _ => fault(dice),
        },
        Theme::Processes => process(dice),
        Theme::Rights => rights(dice),
        Theme::Installation => installation(dice),
        Theme::Anything => anything(dice),
    }
}

fn anything(dice: &mut Dice) -> Action {
    match dice.roll(20) {
        0..3 => job(dice),
        3..7 => control(dice),
        7 => Action::Single(who(dice), dice.below(130)),
        8 => Action::Open(who(dice)),
        9 => Action::Decide(portal(dice), decision(dice)),
        10..13 => fault(dice),
        13 => process(dice),
        14 => rights(dice),
        15 => Action::ExpireTokens(who(dice)),
        16 => slow(dice),
        17 => change(dice),
        18 => Action::SaveFilter { portal: portal(dice), filter: filter(dice) },
        _ => installation(dice),
    }
}

/// Requests of users about existing jobs.
fn control(dice: &mut Dice) -> Action {
    let nth = dice.pick(&[0, 0, 1, 2]);
    match dice.roll(7) {
        0 => Action::Start(nth),
        1 => Action::Pause(nth),
        2 | 3 => Action::Resume(nth),
        4 => Action::Cancel(nth),
        5 => Action::Restore { nth, part: dice.one_in(2).then(|| 1 + dice.below(10)) },
        _ => Action::DestroyCopies(nth),
    }
}

fn slow(dice: &mut Dice) -> Action {
    Action::Slow {
        portal: portal(dice),
        method: dice.pick(&[
            "crm.contact.delete",
            "crm.contact.add",
            "crm.contact.add",
            "crm.contact.list",
            "crm.contact.update",
        ]),
        millis: dice.pick(&[0, 100, 1_000, 8_000, 25_000]),
    }
}

fn change(dice: &mut Dice) -> Action {
    let (portal, contact) = (portal(dice), dice.below(130));
    if dice.one_in(2) { Action::Remove { portal, contact } } else { Action::AddDeal { portal, contact } }
}

fn installation(dice: &mut Dice) -> Action {
    let portal = portal(dice);
    match dice.roll(6) {
        0 | 1 => Action::Uninstall { portal, clean: dice.one_in(2) },
        2 | 3 => Action::Reinstall(portal),
        4 => Action::Rename(portal),
        _ => Action::Disconnect(portal),
    }
}

fn decision(dice: &mut Dice) -> Decision {
    dice.pick(&[
        Decision::KeepDeals,
        Decision::AskDeals,
        Decision::DeleteDeals,
        Decision::NoCopies,
        Decision::Copies(30),
        Decision::Copies(1),
        Decision::ByItem,
        Decision::ByContact,
        Decision::Administrators,
        Decision::Everyone,
        Decision::DayLimit(Some(5)),
        Decision::DayLimit(None),
    ])
}

fn fault(dice: &mut Dice) -> Action {
    let portal = portal(dice);
    let fault = dice.pick(&[
        FaultKind::Html502,
        FaultKind::Lost502,
        FaultKind::Empty,
        FaultKind::Truncated,
        FaultKind::CutBefore,
        FaultKind::CutAfter,
        FaultKind::Slow(20),
        FaultKind::Slow(70),
        FaultKind::Late(62),
        FaultKind::QueryLimit,
        FaultKind::OperationLimit,
        FaultKind::Expired,
        FaultKind::Denied,
        FaultKind::Internal,
        FaultKind::Lie,
        FaultKind::Handler,
        FaultKind::Previous,
        FaultKind::Hang,
    ]);
    match dice.roll(10) {
        0 => Action::Outage {
            portal,
            kind: dice.pick(&[OutageKind::Unavailable, OutageKind::Cut, OutageKind::Silent]),
            seconds: 1 + dice.roll(200),
        },
        1 => Action::Condition {
            portal,
            condition: dice.pick(&[Condition::Unpaid, Condition::Overloaded, Condition::NoPlan]),
            seconds: 1 + dice.roll(300),
        },
        2 => Action::BreakAuthorization { after: dice.below(3), fault },
        _ => Action::Break {
            portal,
            method: dice.pick(&[
                "batch",
                "batch",
                "batch",
                "crm.contact.delete",
                "crm.contact.add",
                "crm.contact.update",
                "crm.contact.list",
                "profile",
            ]),
            after: dice.pick(&[0, 0, 1, 2, 5, 12]),
            fault,
        },
    }
}

fn process(dice: &mut Dice) -> Action {
    let process = dice.below(2);
    match dice.roll(8) {
        5 => Action::Rekey,
        6 | 7 => {
            Action::Disk { one_in: dice.pick(&[1, 1, 2, 3, 7]), seconds: dice.pick(&[1, 3, 10, 40, 150]) }
        }
        0 | 1 => Action::Kill { process, down: dice.pick(&[0, 1, 3, 10, 90]) },
        2 => Action::StopProcess { process, down: dice.pick(&[0, 1, 5]) },
        3 => Action::Freeze { process, seconds: dice.pick(&[2, 5, 9, 70]) },
        _ => Action::SecondProcess,
    }
}

fn rights(dice: &mut Dice) -> Action {
    let who = who(dice);
    let reach = dice.pick(&[Reach::All, Reach::Own, Reach::None]);
    match dice.roll(4) {
        0 => Action::Dismiss(who),
        1 => Action::Reinstate(who),
        2 => Action::MayDelete(who, reach),
        _ => Action::MayAdd(who, reach),
    }
}
