using UglyToad.PdfPig.Content;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace CrmClub.Web.Tests;

/// <summary>A page's filled shapes as a picture in grey, and what a reader of QR codes finds in it.</summary>
internal static class QrPicture
{
    private const int PerPoint = 3;

    public static string Read(Page page)
    {
        var (width, height) = ((int)page.Width * PerPoint, (int)page.Height * PerPoint);
        var grey = new byte[width * height];
        Array.Fill(grey, byte.MaxValue);
        foreach (var shape in page.Paths.Where(path => path.IsFilled).SelectMany(path => path))
            if (shape.GetBoundingRectangle() is { } box)
                for (var row = Pixel(page.Height - box.Top); row < Pixel(page.Height - box.Bottom); row++)
                    grey.AsSpan((row * width) + Pixel(box.Left), Pixel(box.Right) - Pixel(box.Left)).Clear();
        var source = new RGBLuminanceSource(grey, width, height, RGBLuminanceSource.BitmapFormat.Gray8);
        var found = new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)));
        return found?.Text ?? throw new InvalidOperationException("There is no code on the page.");
    }

    private static int Pixel(double points) => (int)Math.Round(points * PerPoint);
}
