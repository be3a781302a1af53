"""What participants work through in the demo: an article and a question bank."""

from typing import Final

ARTICLE: Final = """\
## Why orders go wrong at hand-over

Insulin orders are written for a patient as he is today. Tomorrow he may eat less, lose kidney function or receive
steroids. An order that was right becomes wrong without anybody writing anything.

## What to look at

1. **Intake.** Does the patient eat, and when?
2. **Kidney function.** Did it change since the order was written?
3. **Other medicines.** Steroids started or stopped?
4. **The last day's readings.** Not the last one alone.

## What to write

Write *why* the order stays or changes. The next person at hand-over reads the reason, not only the number.

> The doses in this demo are left out on purpose: use your hospital's own protocol.
"""

GIFT: Final = """\
// Post-activity assessment of the insulin activity (demo)
$CATEGORY: Insulin safety

::Hand-over::When is an insulin order reviewed? {
  ~Once a day at the same hour #A time alone does not see the patient's change.
  =At every hand-over and whenever intake or kidney function changes #Right.
  ~When the pharmacy calls
  ~At discharge
####Most of the recorded events began at a hand-over.}

::Intake stops::A patient stops eating before a procedure. What is checked first? {
  =Which part of the insulin order assumes meals
  ~The color of the pen
  ~Nothing, the order stays
  ~Only tomorrow's breakfast
####Orders are written for a patient who eats.}

::Kidney::Falling kidney function can make insulin act longer. {TRUE####Less insulin is cleared.}

::Steroids::Starting a steroid can raise glucose. {TRUE####This is why other medicines are part of the review.}

::One reading::One single reading is enough to change the whole order. {FALSE####Look at the last day's readings.}

::Reason::What does the next person at hand-over need besides the dose? {
  =The reason why it stays or changes
  ~The name of the pen
  ~The ward's telephone number
  ~Nothing
####A number alone cannot be questioned.}

::Double check::Who may ask for a second look at an insulin order? {
  =Anyone in the team
  ~Only the prescriber
  ~Only the pharmacist
  ~Only the night nurse
####Nurses noticed most of the events first.}

::Discharge::A discharge plan is good when {
  =the patient can say it back in his own words
  ~it fills a page
  ~it lists every dose of the stay
  ~it is printed in color
####Teach-back shows what was understood.}

::Standard doses::Where do the doses come from? {
  =The hospital's own protocol
  ~A colleague's pocket book
  ~The last order, copied
  ~An advertisement
####This activity gives no doses on purpose.}

::Events::In our log most insulin events began {
  =at a hand-over
  ~in the laboratory
  ~at the pharmacy counter
  ~in the kitchen
####61 events in 2025.}
"""

READING: Final = """\
## What we see

Our own figures stand at the beginning of the plan: read them first, and think of the last patient you saw.

## What the protocol says

1. Ask the question at the first contact.
2. Write the plan where the next person will look for it.
3. Say to the patient what comes next, and let them say it back.

## What to try this week

Choose one patient. Do the three steps. Note what kept you from one of them.
"""

SHORT_GIFT: Final = """\
$CATEGORY: Reading

::First::When is the question asked? {
  =At the first contact
  ~At discharge
  ~When there is time
####The earlier it is asked, the more can follow from it.}

::Where::Where is the plan written? {
  =Where the next person will look for it
  ~In a private note
  ~Nowhere, it is told
####A plan nobody finds does not exist.}

::Back::Letting the patient say it back shows what was understood. {TRUE####This is teach-back.}
"""
